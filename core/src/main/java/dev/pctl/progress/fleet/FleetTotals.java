package dev.pctl.progress.fleet;

/**
 * How many runs and packages of a fleet are in which state.
 *
 * @param runs all runs
 * @param active runs that have not ended
 * @param failed runs that failed, or of which a package failed
 * @param succeeded runs that succeeded
 * @param workers machines or processes that report any of the runs
 * @param silent workers that are silent
 * @param packages packages that are known, those only planned included
 * @param packagesActive packages that are being worked on
 * @param packagesInstalled packages that were installed, or found installed
 * @param packagesFailed packages that failed
 * @since 0.1
 */
public record FleetTotals(
        int runs,
        int active,
        int failed,
        int succeeded,
        int workers,
        int silent,
        long packages,
        long packagesActive,
        long packagesInstalled,
        long packagesFailed) {}
