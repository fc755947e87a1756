package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.ByteSizes;
import dev.pctl.progress.view.RunView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the machine's samples add to a failure of which the log does not tell the reason: a disk without space, or
 * memory that was used up when a process was killed. It is said to be probable, not certain.
 */
final class MachineFailureEvidence {

    /** A disk with less than both is full for all purposes. */
    private static final double FULL_SHARE = 0.005;

    private static final long FULL_BYTES = 64L << 20;

    /** With less than this share available, the kernel is about to kill somebody, or just has. */
    private static final double USED_UP = 0.03;

    private MachineFailureEvidence() {}

    /** The diagnosis with the reason that the machine shows, or as it is. */
    static Diagnosis weigh(Diagnosis failure, RunView view) {
        if (failure.cause() != FailureCause.UNKNOWN && failure.cause() != FailureCause.KILLED) {
            return failure;
        }
        SampleFact.Disk disk = TemplateValues.disk(view, failure);
        if (failure.cause() == FailureCause.UNKNOWN && disk != null && isFull(disk)) {
            return failure.because(
                    FailureCause.DISK_FULL,
                    "probably-no-space",
                    format(
                            "The log does not say why; probably because %s is full: %.1f of %.1f GB free",
                            disk.path(),
                            ByteSizes.gigabytes(disk.freeBytes()),
                            ByteSizes.gigabytes(disk.totalBytes())));
        }
        Double available = availableShare(view.machine().memory());
        if (failure.cause() == FailureCause.KILLED && available != null && available < USED_UP) {
            return failure.because(
                    FailureCause.MEMORY,
                    "probably-out-of-memory",
                    format("Killed, probably because memory ran out: %.0f %% of it was available", 100 * available));
        }
        return failure;
    }

    private static boolean isFull(SampleFact.Disk disk) {
        return disk.freeBytes() < FULL_BYTES && disk.freeBytes() < FULL_SHARE * disk.totalBytes();
    }

    private static @Nullable Double availableShare(SampleFact.@Nullable Memory memory) {
        return memory == null ? null : memory.availableShare();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
