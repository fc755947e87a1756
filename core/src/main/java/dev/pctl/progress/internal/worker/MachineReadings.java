package dev.pctl.progress.internal.worker;

import dev.pctl.progress.event.ConflationKey;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.snapshot.MachineReadingsSnapshot;
import dev.pctl.progress.view.MachineView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest readings of one worker's machine. */
final class MachineReadings {

    private final String worker;
    private final Map<ConflationKey, Instant> sampled = new HashMap<>();
    private final Map<String, SampleFact.Disk> disks = new LinkedHashMap<>();
    private final Map<String, SampleFact.Disk> diskPeaks = new HashMap<>();
    private final Map<String, SampleFact.TreeSize> trees = new LinkedHashMap<>();
    private final Map<String, SampleFact.LogSize> logSizes = new LinkedHashMap<>();
    private SampleFact.@Nullable Memory memory;
    private SampleFact.@Nullable Cpu cpu;
    private SampleFact.@Nullable Network network;
    private SampleFact.@Nullable DiskIo diskIo;
    private SampleFact.@Nullable Processes processes;
    private SampleFact.@Nullable BlockedProcesses blockedProcesses;

    MachineReadings(String worker) {
        this.worker = worker;
    }

    /** Folds a reading; one that is older than the newest of its kind is ignored. */
    void fold(SampleFact fact, Instant time) {
        ConflationKey key = fact.conflationKey();
        Instant newest = key == null ? null : sampled.get(key);
        if (key == null || (newest != null && newest.isAfter(time))) {
            return;
        }
        sampled.put(key, time);
        if (fact instanceof SampleFact.Disk f) {
            disks.put(f.path(), f);
            diskPeaks.merge(f.path(), f, (peak, next) -> next.usedBytes() > peak.usedBytes() ? next : peak);
        } else if (fact instanceof SampleFact.Memory f) {
            memory = f;
        } else if (fact instanceof SampleFact.Cpu f) {
            cpu = f;
        } else if (fact instanceof SampleFact.Network f) {
            network = f;
        } else if (fact instanceof SampleFact.DiskIo f) {
            diskIo = f;
        } else if (fact instanceof SampleFact.Processes f) {
            processes = f;
        } else if (fact instanceof SampleFact.TreeSize f) {
            trees.put(f.path(), f);
        } else if (fact instanceof SampleFact.LogSize f) {
            logSizes.put(f.path(), f);
        } else if (fact instanceof SampleFact.BlockedProcesses f) {
            blockedProcesses = f;
        }
    }

    /** Returns the readings with when the worker was heard, how often it reports, and when its part of the run ended. */
    MachineView view(@Nullable Instant heard, Duration rhythm, @Nullable Instant finished) {
        return new MachineReadingsSnapshot(
                worker,
                heard,
                rhythm,
                finished,
                List.copyOf(disks.values()),
                diskPeaks,
                memory,
                cpu,
                network,
                diskIo,
                processes,
                List.copyOf(trees.values()),
                List.copyOf(logSizes.values()),
                blockedProcesses,
                sampled);
    }
}
