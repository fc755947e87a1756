package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.OutcomeStyle;
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

/** The summary of a run that has ended: what failed and why, what was installed, how long it took, what to do next. */
public final class RunSummary {

    private static final int NAMED = 3;

    /** Less than this is within what other programs write meanwhile. */
    private static final long WORTH_NAMING = 256L << 20;

    private static final Duration WORTH_SAYING = Duration.ofMinutes(1);

    private final Theme theme;
    private final RunPhrases words;
    private final FailureBlock failures;

    public RunSummary(Theme theme) {
        this.theme = theme;
        this.words = new RunPhrases(theme);
        this.failures = new FailureBlock(theme);
    }

    public List<StyledLine> lines(RunView view, Instant now) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.EMPTY);
        for (Diagnosis failure : view.failures()) {
            lines.addAll(failures.lines(view, withoutExcerpt(failure)));
            lines.add(StyledLine.EMPTY);
        }
        lines.add(verdict(view, now));
        lines.add(StyledLine.of("  Packages: " + counts(view)));
        RunReview review = RunReview.of(view, now);
        cacheHits(review, lines);
        cacheMisses(review, lines);
        named("Slowest", slowest(review), t -> Formats.precise(t.took()), lines);
        named("Slower than usual", review.slower(), this::slower, lines);
        String forecasts = RunPhrases.trackRecord(view.forecast().outlook());
        if (forecasts != null) {
            lines.add(StyledLine.of("  " + forecasts));
        }
        for (SampleFact.Disk disk : view.machine().disks()) {
            lines.add(StyledLine.of("  " + words.disk(disk, view.machine().disks().size() > 1) + peak(disk, view)));
        }
        for (Advice advice : view.advice().raised()) {
            lines.add(StyledLine.of("  ").add(words.advice(advice)));
        }
        String next = nextStep(view);
        if (next != null) {
            lines.add(StyledLine.of("  " + theme.of(Symbol.TIP) + " Next: " + next));
        }
        return lines;
    }

    /** The lines around the decisive one were shown when it failed. */
    private static Diagnosis withoutExcerpt(Diagnosis failure) {
        return new Diagnosis(
                failure.pkg(),
                failure.attempt(),
                failure.phase(),
                failure.cause(),
                failure.kind(),
                failure.subject(),
                failure.summary(),
                failure.log(),
                failure.line(),
                failure.message(),
                List.of(),
                null,
                failure.details(),
                failure.retry(),
                failure.remedies());
    }

    private StyledLine verdict(RunView view, Instant now) {
        Outcome outcome = view.outcome() == null ? Outcome.UNFINISHED : view.outcome();
        Duration elapsed = view.elapsed(now);
        String text = view.title()
                + (view.title().isEmpty() ? "" : " ")
                + outcome.name().toLowerCase(Locale.ROOT)
                + (elapsed == null ? "" : " after " + Formats.precise(elapsed))
                + (view.detail() == null ? "" : " (" + view.detail() + ')');
        String mark = outcome == Outcome.FAILED ? theme.of(Symbol.ERROR) : OutcomeStyle.mark(outcome, theme) + ' ';
        return StyledLine.of(mark, OutcomeStyle.style(outcome))
                .add(text, outcome == Outcome.SUCCEEDED ? Style.STRONG : OutcomeStyle.style(outcome));
    }

    private static String counts(RunView view) {
        List<String> parts = new ArrayList<>();
        add(parts, succeeded(view, InstallMethod.SOURCE), "built from source");
        add(parts, succeeded(view, InstallMethod.BINARY_CACHE), "from binary cache");
        add(
                parts,
                succeeded(view, InstallMethod.EXTERNAL) + succeeded(view, InstallMethod.ALREADY_INSTALLED),
                "there before");
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

    private static long succeeded(RunView view, InstallMethod method) {
        return view.packages().stream()
                .filter(p -> p.outcome() == Outcome.SUCCEEDED && p.method() == method)
                .count();
    }

    /** The most that was in use, where that is worth a word beside what is in use at the end. */
    private static String peak(SampleFact.Disk last, RunView view) {
        SampleFact.Disk most = view.machine().diskPeaks().get(last.path());
        return most == null || most.usedBytes() - last.usedBytes() < WORTH_NAMING
                ? ""
                : ", at most " + Formats.size(most.usedBytes()) + " (" + Formats.percent(most.fullness()) + ')';
    }

    /** How much the binary cache saved, where it was used at all. */
    private void cacheHits(RunReview review, List<StyledLine> lines) {
        int here = review.installed().size();
        if (review.cacheHits() > 0) {
            lines.add(StyledLine.of("  Cache hits: " + review.cacheHits() + " of "
                    + Formats.count(here, "package", "packages") + " ("
                    + Formats.percent((double) review.cacheHits() / here) + ')'
                    + (review.saved().compareTo(WORTH_SAYING) < 0 ? "" : ", which saved " + about(review.saved()))));
        }
    }

    /** What a binary cache would have saved, as far as earlier runs took packages from one. */
    private void cacheMisses(RunReview review, List<StyledLine> lines) {
        if (review.wouldHaveSaved().compareTo(WORTH_SAYING) >= 0) {
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
                            .limit(NAMED)
                            .map(t -> t.view().ref().spec() + ' ' + time.apply(t))
                            .collect(Collectors.joining(", "))));
        }
    }

    /** Of a single package it goes without saying. */
    private static List<RunReview.Timed> slowest(RunReview review) {
        List<RunReview.Timed> timed =
                review.installed().stream().filter(t -> !t.took().isZero()).toList();
        return timed.size() > 1 ? timed : List.of();
    }

    private String slower(RunReview.Timed pkg) {
        return Formats.precise(pkg.took()) + (pkg.usual() == null ? "" : " (usually " + words.range(pkg.usual()) + ')');
    }

    /** What to do now, or null where nothing has to be done. */
    private static @Nullable String nextStep(RunView view) {
        if (view.outcome() == Outcome.SUCCEEDED) {
            return null;
        }
        String remedy = view.failures().stream()
                .flatMap(f -> f.remedies().stream())
                .findFirst()
                .orElse(null);
        boolean kept = view.packages().stream().anyMatch(PackageView::installedHere);
        String again =
                kept ? "run it again; what is installed is kept, and the next try goes on from here" : "run it again";
        return remedy == null ? again : "see Fix above, then " + again;
    }
}
