package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunReview;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints the summary of a finished run: how it ended, what failed, what was installed, how long it took, what to do
 * next. A failure is named in one line here, since its block was printed when it happened.
 */
public final class RunSummary {

    /** The most packages that are named as slow: three fit one line. */
    private static final int MAX_NAMES = 3;

    /** The most failures that are listed; the rest is counted, so that the summary stays on the screen. */
    private static final int MAX_FAILURES = 10;

    /** Characters of a failure in the summary: the whole reason is in the failure's block. */
    private static final int MAX_REASON = 120;

    /** Bytes by which a disk's peak must exceed its last reading; less is what other programs write meanwhile. */
    private static final long LEAST_PEAK = 256L << 20;

    /** The least time that a binary cache must have saved to be mentioned. */
    private static final Duration LEAST_SAVING = Duration.ofMinutes(1);

    private final Theme theme;
    private final MachinePhrases machine;
    private final AdvicePhrases advice;
    private final ForecastPhrases forecasts;
    private final RunPhrases run;

    public RunSummary(Theme theme) {
        this.theme = theme;
        this.machine = new MachinePhrases(theme);
        this.advice = new AdvicePhrases(theme);
        this.forecasts = new ForecastPhrases(theme);
        this.run = new RunPhrases(theme);
    }

    public List<StyledLine> lines(RunView view, Instant now) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.EMPTY);
        lines.add(verdict(view, now));
        failures(view, lines);
        lines.add(StyledLine.of("  Packages: " + counts(view)));
        RunReview review = RunReview.of(view, now);
        cache(review, lines);
        named("Slowest", slowest(review), t -> Formats.precise(t.took()), lines);
        named("Slower than usual", review.slower(), this::slower, lines);
        String cost = run.cost(view, now);
        if (cost != null) {
            lines.add(StyledLine.of("  " + cost));
        }
        String record = RunPhrases.trackRecord(view.forecast().outlook());
        if (record != null) {
            lines.add(StyledLine.of("  " + record));
        }
        List<MachinePhrases.FileSystem> disks =
                MachinePhrases.fileSystems(view.machine().disks());
        for (MachinePhrases.FileSystem disk : disks) {
            String used = machine.disk(disk, disks.size() > 1, Integer.MAX_VALUE);
            lines.add(StyledLine.of("  " + used + peak(disk.disk(), view)));
        }
        for (Advice raised : view.advice().raised()) {
            lines.add(StyledLine.of("  ").add(advice.advice(raised)));
        }
        String next = nextStep(view);
        if (next != null) {
            lines.add(StyledLine.of("  " + theme.of(Symbol.TIP) + " Next: " + next));
        }
        return lines;
    }

    private StyledLine verdict(RunView view, Instant now) {
        Outcome outcome = view.outcome() == null ? Outcome.UNFINISHED : view.outcome();
        Duration elapsed = view.elapsed(now);
        String text = view.title()
                + (view.title().isEmpty() ? "" : " ")
                + outcome.name().toLowerCase(Locale.ROOT)
                + (elapsed == null ? "" : " after " + Formats.precise(elapsed))
                + (view.detail() == null ? "" : " (" + view.detail() + ')');
        String mark = outcome == Outcome.FAILED ? theme.of(Symbol.ERROR) : theme.mark(outcome) + ' ';
        return StyledLine.of(mark, Style.of(outcome))
                .add(text, outcome == Outcome.SUCCEEDED ? Style.STRONG : Style.of(outcome));
    }

    private static void failures(RunView view, List<StyledLine> lines) {
        for (Diagnosis failure : view.failures().stream().limit(MAX_FAILURES).toList()) {
            String lead = failure.packageRef() == null ? "  Why: " : "  Failed: ";
            lines.add(StyledLine.of(lead)
                    .add(Formats.shortened(FailurePhrases.inOneLine(failure), MAX_REASON), Style.BAD));
        }
        int more = view.failures().size() - MAX_FAILURES;
        if (more > 0) {
            lines.add(StyledLine.of("  and " + more + " more failed", Style.BAD));
        }
    }

    // ---- packages

    private static String counts(RunView view) {
        List<String> parts = new ArrayList<>();
        add(parts, succeeded(view, InstallMethod.SOURCE), "built from source");
        add(parts, succeeded(view, InstallMethod.BINARY_CACHE), "from binary cache");
        add(parts, succeeded(view, InstallMethod.DOWNLOAD), "downloaded");
        add(
                parts,
                succeeded(view, InstallMethod.EXTERNAL) + succeeded(view, InstallMethod.ALREADY_INSTALLED),
                "already installed");
        add(parts, view.count(Outcome.FAILED), "failed");
        add(parts, view.count(Outcome.SKIPPED), "skipped");
        add(parts, view.count(Outcome.CANCELLED), "cancelled");
        add(parts, view.count(Outcome.UNFINISHED), "unfinished");
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private static long succeeded(RunView view, @Nullable InstallMethod method) {
        return view.packages().stream()
                .filter(p -> p.outcome() == Outcome.SUCCEEDED && p.method() == method)
                .count();
    }

    /** Adds what the binary cache saved, and what it would have saved for the packages built from source. */
    private void cache(RunReview review, List<StyledLine> lines) {
        int here = review.installed().size();
        if (review.cacheHits() > 0) {
            lines.add(StyledLine.of("  Cache hits: " + review.cacheHits() + " of "
                    + Formats.count(here, "package", "packages") + " ("
                    + Formats.percent((double) review.cacheHits() / here) + ')'
                    + (review.saved().compareTo(LEAST_SAVING) < 0 ? "" : ", saved " + about(review.saved()))));
        }
        if (review.wouldHaveSaved().compareTo(LEAST_SAVING) >= 0) {
            lines.add(StyledLine.of("  A binary cache would have saved " + about(review.wouldHaveSaved())));
        }
    }

    private String about(Duration length) {
        return theme.of(Symbol.ABOUT) + Formats.brief(length);
    }

    private static void named(
            String what,
            List<RunReview.Timed> packages,
            Function<RunReview.Timed, String> time,
            List<StyledLine> lines) {
        if (!packages.isEmpty()) {
            lines.add(StyledLine.of("  " + what + ": "
                    + packages.stream()
                            .limit(MAX_NAMES)
                            .map(t -> t.view().ref().spec() + ' ' + time.apply(t))
                            .collect(Collectors.joining(", "))));
        }
    }

    /** Returns the packages by time; none if there is only one, whose time is that of the run. */
    private static List<RunReview.Timed> slowest(RunReview review) {
        List<RunReview.Timed> timed =
                review.installed().stream().filter(t -> !t.took().isZero()).toList();
        return timed.size() > 1 ? timed : List.of();
    }

    private String slower(RunReview.Timed pkg) {
        return Formats.precise(pkg.took())
                + (pkg.usual() == null ? "" : " (usually " + forecasts.total(pkg.usual()) + ')');
    }

    // ---- disks, next step

    /** Returns the peak, if it was clearly above the last reading. */
    private static String peak(SampleFact.Disk last, RunView view) {
        SampleFact.Disk most = view.machine().diskPeaks().get(last.path());
        return most == null || most.usedBytes() - last.usedBytes() < LEAST_PEAK
                ? ""
                : ", peak " + Formats.size(most.usedBytes()) + " used";
    }

    /** Returns what to do now, or null if there is nothing to do. */
    private static @Nullable String nextStep(RunView view) {
        if (view.outcome() == Outcome.SUCCEEDED) {
            return null;
        }
        boolean fixable = view.failures().stream().anyMatch(f -> !f.remedies().isEmpty());
        boolean kept = view.packages().stream().anyMatch(PackageView::installedHere);
        return (fixable ? "apply the fix above, then run it again" : "run it again")
                + (kept ? "; installed packages are kept" : "");
    }
}
