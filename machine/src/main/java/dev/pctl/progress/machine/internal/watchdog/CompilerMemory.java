package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.ByteSizes;
import dev.pctl.progress.view.RunView;
import org.jspecify.annotations.Nullable;

/** Computes how many compilers run at a time, and for how many the memory suffices. */
public final class CompilerMemory {

    /** Compilers at a time that are assumed at most where the host does not say: installers cap their default. */
    private static final int MOST = 16;

    /** Share of the memory that is left to everything else. */
    private static final double RESERVE = 0.1;

    private CompilerMemory() {}

    /** Returns the run's label {@code jobs}, else one for each core up to sixteen; null if neither is known. */
    public static @Nullable Integer now(RunView view) {
        String label = view.labels().getOrDefault("jobs", "");
        if (label.matches("[1-9]\\d{0,3}")) {
            return Integer.valueOf(label);
        }
        SampleFact.Cpu cpu = view.machine().cpu();
        return cpu == null ? null : Integer.valueOf(Math.max(1, Math.min(MOST, cpu.cores())));
    }

    /**
     * Returns for how many compilers the memory suffices: the memory that is available or held by the build, divided by
     * what each of its compilers holds now. Where that is not known, divided by their usual size, but at most half of
     * {@code jobs}.
     */
    public static int fitting(SampleFact.Memory memory, int jobs, RunView view, MemoryThresholds limits) {
        SampleFact.Processes processes = view.machine().processes();
        Long held = processes == null ? null : processes.residentBytes();
        Long available = memory.availableBytes();
        double usual = limits.gigabytesPerJob() * ByteSizes.GB;
        if (held == null || available == null || held < usual) {
            int usually = (int) (memory.totalBytes() * (1 - RESERVE) / usual);
            return Math.max(1, Math.min(jobs / 2, usually));
        }
        double each = (double) held / jobs;
        int fit = (int) ((available + held - RESERVE * memory.totalBytes()) / each);
        return Math.max(1, Math.min(jobs - 1, fit));
    }
}
