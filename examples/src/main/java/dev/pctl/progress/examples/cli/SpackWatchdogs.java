package dev.pctl.progress.examples.cli;

import dev.pctl.progress.machine.watchdog.DiskSpaceWatchdog;
import dev.pctl.progress.machine.watchdog.MemoryWatchdog;
import dev.pctl.progress.machine.watchdog.SlowPackageWatchdog;
import dev.pctl.progress.machine.watchdog.StallWatchdog;
import dev.pctl.progress.spack.SpackPackages;
import dev.pctl.progress.spack.SpackRemedies;
import dev.pctl.progress.spi.Watchdog;

/** The watchdogs of the library, with remedies and typical durations for Spack. */
public final class SpackWatchdogs {

    private SpackWatchdogs() {}

    public static Watchdog diskSpace() {
        return DiskSpaceWatchdog.builder().remedies(SpackRemedies.forFullDisk()).build();
    }

    public static Watchdog memory() {
        return MemoryWatchdog.builder().remedies(SpackRemedies.forShortMemory()).build();
    }

    public static Watchdog slowPackages() {
        return SlowPackageWatchdog.builder()
                .typical(SpackPackages::typicalDuration)
                .requirements(SpackPackages.requirements())
                .aheadRemedies(SpackRemedies.forSlowPackages())
                .build();
    }

    public static Watchdog stall() {
        StallWatchdog.Builder builder = StallWatchdog.builder().stalledRemedies(SpackRemedies.forStalledBuild());
        SpackRemedies.forWaiting().forEach(builder::waitingRemedies);
        return builder.build();
    }
}
