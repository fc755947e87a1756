package dev.pctl.progress.machine.internal.watchdog;

import java.time.Duration;

/**
 * When silence is remarkable, and what counts as work.
 *
 * @param patience how long a build may be silent without advice, where its usual duration is not known
 * @param waitingPatience how long it may be silent while its processes visibly wait for something
 * @param busyCores how many cores the build's processes use at least while they work
 * @param busyDiskBytes how many bytes a second the disks move at least while it works
 * @param busyNetworkBytes how many bytes a second are received at least while it downloads
 */
public record StallThresholds(
        Duration patience, Duration waitingPatience, double busyCores, double busyDiskBytes, double busyNetworkBytes) {}
