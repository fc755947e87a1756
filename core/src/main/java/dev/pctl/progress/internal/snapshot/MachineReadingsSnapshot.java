package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.ConflationKey;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.MachineView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MachineView}.
 *
 * @param rhythm the longest pause between two events of the worker, but for silences
 * @param sampled when each reading was taken, by its conflation key
 */
public record MachineReadingsSnapshot(
        String worker,
        @Nullable Instant heard,
        Duration rhythm,
        @Nullable Instant finished,
        List<SampleFact.Disk> disks,
        Map<String, SampleFact.Disk> diskPeaks,
        SampleFact.@Nullable Memory memory,
        SampleFact.@Nullable Cpu cpu,
        SampleFact.@Nullable Network network,
        SampleFact.@Nullable DiskIo diskIo,
        SampleFact.@Nullable Processes processes,
        List<SampleFact.TreeSize> trees,
        List<SampleFact.LogSize> logSizes,
        SampleFact.@Nullable BlockedProcesses blockedProcesses,
        Map<ConflationKey, Instant> sampled)
        implements MachineView {

    /** A worker is silent after this many of its longest pauses, but not before {@link #LEAST_PATIENCE}. */
    private static final int PAUSES = 3;

    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

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
                worker,
                null,
                Duration.ZERO,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                Map.of());
    }

    @Override
    public boolean isRead() {
        return !sampled.isEmpty();
    }

    @Override
    public @Nullable Instant silentSince(Instant now) {
        if (heard == null || finished != null) {
            return null;
        }
        Duration longest = rhythm.multipliedBy(PAUSES);
        Duration patience = longest.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : longest;
        return Duration.between(heard, now).compareTo(patience) > 0 ? heard : null;
    }

    @Override
    public @Nullable Instant sampledAt(SampleFact sample) {
        ConflationKey key = sample.conflationKey();
        return key == null ? null : sampled.get(key);
    }
}
