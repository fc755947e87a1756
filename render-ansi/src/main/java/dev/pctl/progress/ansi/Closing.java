package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunReview;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The summary of a run that has ended: what failed and why, what was installed, how long it took, what to do next. */
final class Closing {

    private static final int NAMED = 3;

    /** Less than this is within what other programs write meanwhile. */
    private static final long WORTH_NAMING = 256L << 20;

    private static final Duration WORTH_SAYING = Duration.ofMinutes(1);

    private final Theme theme;
    private final Words words;
    private final FailureBlock failures;

    Closing(Theme theme) {
        this.theme = theme;
        this.words = new Words(theme);
        this.failures = new FailureBlock(theme);
    }

    List<Line> lines(RunView view, Instant now) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.EMPTY);
        for (Diagnosis failure : view.failures()) {
            lines.addAll(failures.lines(view, withoutExcerpt(failure)));
            lines.add(Line.EMPTY);
        }
        lines.add(verdict(view, now));
        lines.add(Line.of("  Packages: " + counts(view)));
        RunReview review = RunReview.of(view, now);
        cacheHits(review, lines);
        cacheMisses(review, lines);
        named("Slowest", slowest(review), t -> Numbers.precise(t.took()), lines);
        named("Slower than usual", review.slower(), this::slower, lines);
        String forecasts = Words.trackRecord(view.outlook());
        if (forecasts != null) {
            lines.add(Line.of("  " + forecasts));
        }
        for (SampleFact.Disk disk : view.disks()) {
            lines.add(Line.of("  " + words.disk(disk, view.disks().size() > 1) + peak(disk, view)));
        }
        for (Advice advice : view.advice()) {
            lines.add(Line.of("  ").add(words.advice(advice)));
        }
        String next = nextStep(view);
        if (next != null) {
            lines.add(Line.of("  " + theme.of(Symbol.TIP) + " Next: " + next));
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

    private Line verdict(RunView view, Instant now) {
        Outcome outcome = view.outcome() == null ? Outcome.UNFINISHED : view.outcome();
        Duration elapsed = view.elapsed(now);
        String text = view.title()
                + (view.title().isEmpty() ? "" : " ")
                + outcome.name().toLowerCase(Locale.ROOT)
                + (elapsed == null ? "" : " after " + Numbers.precise(elapsed))
                + (view.detail() == null ? "" : " (" + view.detail() + ')');
        String mark = outcome == Outcome.FAILED ? theme.of(Symbol.ERROR) : Outcomes.mark(outcome, theme) + ' ';
        return Line.of(mark, Outcomes.style(outcome))
                .add(text, outcome == Outcome.SUCCEEDED ? Style.STRONG : Outcomes.style(outcome));
    }

    private static String counts(RunView view) {
        List<String> parts = new ArrayList<>();
        add(parts, succeeded(view, Method.SOURCE), "built from source");
        add(parts, succeeded(view, Method.BINARY_CACHE), "from binary cache");
        add(parts, succeeded(view, Method.EXTERNAL) + succeeded(view, Method.ALREADY_INSTALLED), "there before");
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

    private static long succeeded(RunView view, Method method) {
        return view.packages().stream()
                .filter(p -> p.outcome() == Outcome.SUCCEEDED && p.method() == method)
                .count();
    }

    /** The most that was in use, where that is worth a word beside what is in use at the end. */
    private static String peak(SampleFact.Disk last, RunView view) {
        SampleFact.Disk most = view.diskPeaks().get(last.path());
        return most == null || most.usedBytes() - last.usedBytes() < WORTH_NAMING
                ? ""
                : ", at most " + Numbers.size(most.usedBytes()) + " (" + Numbers.percent(most.fullness()) + ')';
    }

    /** How much the binary cache saved, where it was used at all. */
    private void cacheHits(RunReview review, List<Line> lines) {
        int here = review.installed().size();
        if (review.cacheHits() > 0) {
            lines.add(Line.of("  Cache hits: " + review.cacheHits() + " of "
                    + Numbers.count(here, "package", "packages") + " ("
                    + Numbers.percent((double) review.cacheHits() / here) + ')'
                    + (review.saved().compareTo(WORTH_SAYING) < 0 ? "" : ", which saved " + about(review.saved()))));
        }
    }

    /** What a binary cache would have saved, as far as earlier runs took packages from one. */
    private void cacheMisses(RunReview review, List<Line> lines) {
        if (review.wouldHaveSaved().compareTo(WORTH_SAYING) >= 0) {
            lines.add(Line.of("  A binary cache would have saved " + about(review.wouldHaveSaved())));
        }
    }

    private String about(Duration length) {
        return theme.of(Symbol.ABOUT) + Numbers.brief(length);
    }

    private static void named(
            String what, List<RunReview.Timed> packages, Function<RunReview.Timed, String> time, List<Line> lines) {
        if (!packages.isEmpty()) {
            lines.add(Line.of("  " + what + ": "
                    + packages.stream()
                            .limit(NAMED)
                            .map(t -> t.pkg().ref().spec() + ' ' + time.apply(t))
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
        return Numbers.precise(pkg.took()) + (pkg.usual() == null ? "" : " (usually " + words.range(pkg.usual()) + ')');
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
