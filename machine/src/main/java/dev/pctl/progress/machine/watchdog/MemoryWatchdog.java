package dev.pctl.progress.machine.watchdog;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.TemplateFiller;
import dev.pctl.progress.machine.internal.watchdog.CompilerMemory;
import dev.pctl.progress.machine.internal.watchdog.Debounce;
import dev.pctl.progress.machine.internal.watchdog.TheilSenTrend;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Warns when memory gets short while packages are built, which is when compilers are about to be killed: less than 10
 * percent available for 20 seconds, or swap space that fills up; urgently below 5 percent. The one advice, {@code
 * memory-short}, says with how many parallel jobs it should do; it is cleared when for a minute it was clearly better (by
 * 3 percent) or nothing was built. Where nothing is known of packages, something is always being built. Where the system
 * does not say how much memory is available, only swap space is watched.
 *
 * <p>Before that, {@code memory-jobs} tells once that more compilers will run at a time than the machine has memory for; it
 * is cleared when nothing has been built from source for five minutes.
 *
 * <p>One for each run, as it learns how swap space fills. Not thread-safe.
 */
public final class MemoryWatchdog implements Watchdog {

    private static final String ID = "memory-short";
    private static final double BYTES_PER_GB = 1L << 30;

    /** Growth of swap space that counts, a minute, as a share of the memory: less is tidying up. */
    private static final double SWAPPING = 0.005;

    private static final Duration SWAP_WINDOW = Duration.ofMinutes(5);
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private static final String JOBS_ID = "memory-jobs";
    private static final List<String> REMEDIES =
            List.of("""
            Run fewer compilers at a time (spack install -j {jobs})
            Run fewer compilers at a time (spack install -j N)""", "Use a larger instance, or one with more memory for each core");

    private final MemoryThresholds limits;
    private final List<String> remedies;
    private final @Nullable Question question;
    private final TheilSenTrend swap = new TheilSenTrend(SWAP_WINDOW);

    /** Linking takes much memory for a moment; that is no trouble yet. */
    private final Debounce low = new Debounce(Duration.ofSeconds(20), A_WHILE);

    private final Debounce veryLow = new Debounce(Duration.ZERO, A_WHILE);
    private final Debounce swapping = new Debounce(Duration.ZERO, A_WHILE);
    private final Debounce fromSource = new Debounce(Duration.ZERO, Duration.ofMinutes(5));
    private boolean toldJobs;

    /** A watchdog with generic remedies. */
    public MemoryWatchdog() {
        this(REMEDIES);
    }

    /**
     * A watchdog that speaks the host's language.
     *
     * @param remedies what the user can do, most promising first; see the other constructor
     */
    public MemoryWatchdog(List<String> remedies) {
        this(MemoryThresholds.STANDARD, remedies, null);
    }

    /**
     * A watchdog with the host's own limits and words.
     *
     * @param remedies what the user can do, most promising first. {@code {jobs}} (how many compilers should fit), {@code
     *     {memoryGb}} and {@code {availableGb}} are filled in; of several lines the first is taken of which all is known
     * @param question what to ask when it is urgent, or null
     */
    public MemoryWatchdog(MemoryThresholds limits, List<String> remedies, @Nullable Question question) {
        this.limits = limits;
        this.remedies = List.copyOf(remedies);
        this.question = question;
    }

    @Override
    public List<AdviceFact> check(RunView view, Instant now) {
        SampleFact.Memory memory = view.machine().memory();
        if (memory == null) {
            return List.of();
        }
        List<AdviceFact> facts = new ArrayList<>();
        shortage(memory, view, now, facts);
        tooManyJobs(memory, view, now, facts);
        return facts;
    }

    private void shortage(SampleFact.Memory memory, RunView view, Instant now, List<AdviceFact> facts) {
        Severity severity = severity(memory, view, now);
        Advice raised = view.advice().raised(ID);
        if (severity == null && raised != null) {
            facts.add(new AdviceFact.Cleared(ID));
        } else if (severity != null && (raised == null || raised.severity() != severity)) {
            facts.add(new AdviceFact.Raised(advice(severity, memory, view)));
        }
    }

    /** Told once, and taken back when nothing has been built from source for a while: what follows may take no compiler. */
    private void tooManyJobs(SampleFact.Memory memory, RunView view, Instant now, List<AdviceFact> facts) {
        boolean compiling =
                fromSource.update(view.active().stream().anyMatch(p -> p.method() == InstallMethod.SOURCE), now);
        if (!compiling && view.advice().raised(JOBS_ID) != null) {
            facts.add(new AdviceFact.Cleared(JOBS_ID));
        }
        Integer jobs = CompilerMemory.now(view);
        if (toldJobs || !compiling || jobs == null) {
            return;
        }
        toldJobs = true;
        double each = memory.totalBytes() / BYTES_PER_GB / jobs;
        if (jobs > 1 && each < limits.gigabytesPerJob() / 2) {
            facts.add(new AdviceFact.Raised(new Advice(
                    JOBS_ID,
                    Severity.WARNING,
                    format("Up to %d compilers run at a time, with %.1f GB of memory for each", jobs, each),
                    format("A compiler of C++ takes about %.1f GB; some take more", limits.gigabytesPerJob()),
                    TemplateFiller.fill(remedies, values(memory, view)))));
        }
    }

    private @Nullable Severity severity(SampleFact.Memory memory, RunView view, Instant now) {
        boolean building = building(view);
        Double available = memory.availableShare();
        boolean swapGrows = swapGrows(memory, view, now);
        boolean critical = veryLow.update(building && below(available, limits.veryLow(), veryLow), now);
        boolean warning = low.update(building && below(available, limits.low(), low), now);
        warning |= swapping.update(building && swapGrows, now);
        return critical ? Severity.CRITICAL : warning ? Severity.WARNING : null;
    }

    private static boolean building(RunView view) {
        return view.packages().isEmpty() || view.active().stream().anyMatch(p -> p.currentPhase() != null);
    }

    private boolean below(@Nullable Double share, double threshold, Debounce judged) {
        return share != null && share < threshold + (judged.counts() ? limits.clearly() : 0);
    }

    private boolean swapGrows(SampleFact.Memory memory, RunView view, Instant now) {
        Long used = memory.swapUsedBytes();
        if (used == null) {
            return false;
        }
        Instant taken = view.machine().sampledAt(memory);
        swap.add(taken == null ? now : taken, used.doubleValue(), SWAPPING * memory.totalBytes());
        TheilSenTrend.Growth growth = swap.growth();
        return growth != null && 60 * growth.likely() > SWAPPING * memory.totalBytes();
    }

    private Advice advice(Severity severity, SampleFact.Memory memory, RunView view) {
        Advice advice = new Advice(
                ID,
                severity,
                low.counts() || veryLow.counts() ? available(memory) : swapped(memory),
                "Compilers are killed when no memory is left, and take many times as long while the machine swaps",
                TemplateFiller.fill(remedies, values(memory, view)));
        return question == null || severity != Severity.CRITICAL ? advice : advice.asking(question);
    }

    private Map<String, String> values(SampleFact.Memory memory, RunView view) {
        Map<String, String> values = new HashMap<>();
        values.put("memoryGb", format("%.1f", memory.totalBytes() / BYTES_PER_GB));
        if (memory.availableBytes() != null) {
            values.put("availableGb", format("%.1f", memory.availableBytes() / BYTES_PER_GB));
        }
        Integer jobs = CompilerMemory.now(view);
        if (jobs != null) {
            values.put("jobs", Integer.toString(CompilerMemory.fitting(memory, jobs, view, limits)));
        }
        return values;
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

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
