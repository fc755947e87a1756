package dev.pctl.progress.fleet;

import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.util.HashMap;
import java.util.Map;

/**
 * How many runs and packages of a fleet are in which state.
 *
 * @param runs all runs
 * @param active runs that have not ended
 * @param failed runs that failed, or of which a package failed
 * @param succeeded runs that succeeded
 * @param workers machines or processes that report any of the runs
 * @param silent workers that are silent
 * @param packages packages of all runs, those not begun included
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
        long packagesFailed) {

    /** Returns the number of packages of a run: those that are known, or the installer's own total if that is more. */
    public static int packages(RunView view) {
        Map<String, Integer> totals = new HashMap<>();
        for (PackageView pkg : view.packages()) {
            Integer total = pkg.total();
            if (total != null) {
                totals.merge(pkg.worker(), total, Math::max);
            }
        }
        int stated = totals.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(view.packages().size(), stated);
    }
}
