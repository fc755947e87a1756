package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.ConflationKey;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.MachineView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MachineView}.
 *
 * @param sampled when each reading was taken, by its conflation key
 */
public record MachineReadingsSnapshot(
        String worker,
        List<SampleFact.Disk> disks,
        Map<String, SampleFact.Disk> diskPeaks,
        SampleFact.@Nullable Memory memory,
        SampleFact.@Nullable Cpu cpu,
        SampleFact.@Nullable Network network,
        SampleFact.@Nullable DiskIo diskIo,
        SampleFact.@Nullable Processes processes,
        List<SampleFact.TreeSize> trees,
        List<SampleFact.LogSize> logSizes,
        SampleFact.@Nullable Waits blockedProcesses,
        Map<ConflationKey, Instant> sampled)
        implements MachineView {

    /** Makes all collections unmodifiable. */
    public MachineReadingsSnapshot {
        disks = List.copyOf(disks);
        diskPeaks = Map.copyOf(diskPeaks);
        trees = List.copyOf(trees);
        logSizes = List.copyOf(logSizes);
        sampled = Map.copyOf(sampled);
    }

    /** Returns the view of a machine without any reading. */
    static MachineReadingsSnapshot empty(String worker) {
        return new MachineReadingsSnapshot(
                worker, List.of(), Map.of(), null, null, null, null, null, List.of(), List.of(), null, Map.of());
    }

    @Override
    public @Nullable Instant sampledAt(SampleFact sample) {
        ConflationKey key = sample.conflationKey();
        return key == null ? null : sampled.get(key);
    }
}
