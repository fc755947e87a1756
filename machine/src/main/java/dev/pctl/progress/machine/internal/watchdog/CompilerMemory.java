package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.watchdog.MemoryThresholds;
import dev.pctl.progress.view.RunView;
import org.jspecify.annotations.Nullable;

/** How many compilers run at a time, and how many the memory is enough for. */
public final class CompilerMemory {

    /** Spack's own limit ({@code config:build_jobs}). */
    private static final int MOST = 16;

    private static final double GB = 1L << 30;

    /** So much is left to everything else. */
    private static final double RESERVE = 0.1;

    private CompilerMemory() {}

    /** As many as the host says ({@code jobs}), else one for each core up to sixteen; null if nobody knows. */
    public static @Nullable Integer now(RunView view) {
        String label = view.labels().getOrDefault("jobs", "");
        if (label.matches("[1-9]\\d{0,3}")) {
            return Integer.valueOf(label);
        }
        SampleFact.Cpu cpu = view.machine().cpu();
        return cpu == null ? null : Integer.valueOf(Math.max(1, Math.min(MOST, cpu.cores())));
    }

    /**
     * How many the memory is enough for: what is available and what the build holds, shared out by what each of its
     * compilers holds now. Where that is not known, by what they usually take, but half of those that are too many.
     */
    public static int fitting(SampleFact.Memory memory, int jobs, RunView view, MemoryThresholds limits) {
        SampleFact.Processes processes = view.machine().processes();
        Long held = processes == null ? null : processes.residentBytes();
        Long available = memory.availableBytes();
        double usual = limits.gigabytesPerJob() * GB;
        if (held == null || available == null || held < usual) {
            int usually = (int) (memory.totalBytes() * (1 - RESERVE) / usual);
            return Math.max(1, Math.min(jobs / 2, usually));
        }
        double each = (double) held / jobs;
        int fit = (int) ((available + held - RESERVE * memory.totalBytes()) / each);
        return Math.max(1, Math.min(jobs - 1, fit));
    }
}
