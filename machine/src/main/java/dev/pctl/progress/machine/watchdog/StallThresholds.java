package dev.pctl.progress.machine.watchdog;

import java.time.Duration;

/**
 * When silence is remarkable, and what counts as work. Immutable; {@code with…} methods make another one.
 *
 * @param patience how long a build may be silent before anything is said of it, where nothing else is known of how long it
 *     usually is
 * @param waiting how long it may be silent while its processes visibly wait for something
 * @param busyCores how many cores' time the build's processes use at least while they work
 * @param busyDisk how many bytes a second the disks move at least while it works
 * @param busyNetwork how many bytes a second are received at least while it downloads
 */
public record StallThresholds(
        Duration patience, Duration waiting, double busyCores, double busyDisk, double busyNetwork) {

    /** What holds unless a host wants it otherwise: 10 minutes, 2 minutes, a tenth of a core, 1 MB/s, 20 kB/s. */
    public static final StallThresholds STANDARD =
            new StallThresholds(Duration.ofMinutes(10), Duration.ofMinutes(2), 0.1, 1e6, 2e4);

    /** The same with other patience. */
    public StallThresholds withPatience(Duration silent) {
        return new StallThresholds(silent, waiting, busyCores, busyDisk, busyNetwork);
    }

    /** The same with other patience for processes that visibly wait. */
    public StallThresholds withWaiting(Duration silent) {
        return new StallThresholds(patience, silent, busyCores, busyDisk, busyNetwork);
    }

    /** The same with other ideas of what work is. */
    public StallThresholds withBusy(double cores, double diskBytes, double networkBytes) {
        return new StallThresholds(patience, waiting, cores, diskBytes, networkBytes);
    }
}
