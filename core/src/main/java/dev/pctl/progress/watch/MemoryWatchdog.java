package dev.pctl.progress.watch;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Warns when memory gets short while packages are built: less than 10 percent available for 20 seconds, or swap space
 * that fills up; urgently below 5 percent. The one advice, {@code memory-short}, is cleared when for a minute it was
 * clearly better (by 3 percent) or nothing was built. Where nothing is known of packages, something is always being
 * built. Where the system does not say how much memory is available, only swap space is watched.
 *
 * <p>One for each run, as it learns how swap space fills. Not thread-safe.
 */
public final class MemoryWatchdog implements Watchdog {

    private static final String ID = "memory-short";
    private static final double LOW = 0.10;
    private static final double VERY_LOW = 0.05;
    private static final double HYSTERESIS = 0.03;
    private static final double BYTES_PER_GB = 1L << 30;

    /** Growth of swap space that counts, a minute, as a share of the memory: less is tidying up. */
    private static final double SWAPPING = 0.005;

    private static final Duration SWAP_WINDOW = Duration.ofMinutes(5);
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private final @Nullable List<String> remedies;
    private final Trend swap = new Trend(SWAP_WINDOW);

    /** Linking takes much memory for a moment; that is no trouble yet. */
    private final Lasting low = new Lasting(Duration.ofSeconds(20), A_WHILE);

    private final Lasting veryLow = new Lasting(Duration.ZERO, A_WHILE);
    private final Lasting swapping = new Lasting(Duration.ZERO, A_WHILE);

    /** A watchdog with generic remedies. */
    public MemoryWatchdog() {
        remedies = null;
    }

    /**
     * A watchdog that speaks the host's language.
     *
     * @param remedies what the user can do, most promising first
     */
    public MemoryWatchdog(List<String> remedies) {
        this.remedies = List.copyOf(remedies);
    }

    @Override
    public List<AdviceFact> check(RunView view, Instant now) {
        SampleFact.Memory memory = view.memory();
        if (memory == null) {
            return List.of();
        }
        Severity severity = severity(memory, view, now);
        Advice raised = view.advice(ID);
        if (severity == null) {
            return raised == null ? List.of() : List.of(new AdviceFact.Cleared(ID));
        }
        return raised != null && raised.severity() == severity
                ? List.of()
                : List.of(new AdviceFact.Raised(advice(severity, memory, view)));
    }

    private @Nullable Severity severity(SampleFact.Memory memory, RunView view, Instant now) {
        boolean building = building(view);
        Double available = memory.availableShare();
        boolean swapGrows = swapGrows(memory, view, now);
        boolean critical = veryLow.update(building && below(available, VERY_LOW, veryLow), now);
        boolean warning = low.update(building && below(available, LOW, low), now);
        warning |= swapping.update(building && swapGrows, now);
        return critical ? Severity.CRITICAL : warning ? Severity.WARNING : null;
    }

    private static boolean building(RunView view) {
        return view.packages().isEmpty() || view.active().stream().anyMatch(p -> p.currentPhase() != null);
    }

    private static boolean below(@Nullable Double share, double threshold, Lasting judged) {
        return share != null && share < threshold + (judged.counts() ? HYSTERESIS : 0);
    }

    private boolean swapGrows(SampleFact.Memory memory, RunView view, Instant now) {
        Long used = memory.swapUsedBytes();
        if (used == null) {
            return false;
        }
        Instant taken = view.sampledAt(memory);
        swap.add(taken == null ? now : taken, used.doubleValue(), SWAPPING * memory.totalBytes());
        Trend.Growth growth = swap.growth();
        return growth != null && 60 * growth.likely() > SWAPPING * memory.totalBytes();
    }

    private Advice advice(Severity severity, SampleFact.Memory memory, RunView view) {
        return new Advice(
                ID,
                severity,
                low.counts() || veryLow.counts() ? available(memory) : swapped(memory),
                "Compilers are killed when no memory is left, and take many times as long while the machine swaps",
                remedies == null ? remedies(view.cpu()) : remedies);
    }

    private static String available(SampleFact.Memory memory) {
        long available = memory.availableBytes() == null ? 0 : memory.availableBytes();
        return format(
                "Memory is short: %.1f GB of %.1f GB available",
                available / BYTES_PER_GB, memory.totalBytes() / BYTES_PER_GB);
    }

    private static String swapped(SampleFact.Memory memory) {
        long used = memory.swapUsedBytes() == null ? 0 : memory.swapUsedBytes();
        return format("Memory is short: %.1f GB swapped out, and more all the time", used / BYTES_PER_GB);
    }

    private static List<String> remedies(SampleFact.@Nullable Cpu cpu) {
        String jobs = cpu == null ? "N" : Integer.toString(Math.max(1, cpu.cores() / 2));
        return List.of(
                "Run fewer compilers at a time (spack install -j " + jobs + ")",
                "Use a larger instance, or one with more memory for each core");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
