package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
        cacheHits(view, now, lines);
        cacheMisses(view, now, lines);
        named("Slowest", slowest(view, now), p -> Numbers.precise(length(p, now)), lines);
        named("Slower than usual", slower(view, now), p -> slower(p, now), lines);
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
    private void cacheHits(RunView view, Instant now, List<Line> lines) {
        long hits = succeeded(view, Method.BINARY_CACHE);
        long here = view.packages().stream().filter(PackageView::installedHere).count();
        if (hits > 0) {
            Duration saved = difference(view, Method.SOURCE, now);
            lines.add(Line.of("  Cache hits: " + hits + " of " + Numbers.count(here, "package", "packages") + " ("
                    + Numbers.percent((double) hits / here) + ')'
                    + (saved.compareTo(WORTH_SAYING) < 0 ? "" : ", which saved " + about(saved))));
        }
    }

    /** What a binary cache would have saved, as far as earlier runs took packages from one. */
    private void cacheMisses(RunView view, Instant now, List<Line> lines) {
        Duration lost = difference(view, Method.BINARY_CACHE, now).negated();
        if (lost.compareTo(WORTH_SAYING) >= 0) {
            lines.add(Line.of("  A binary cache would have saved " + about(lost)));
        }
    }

    private String about(Duration length) {
        return theme.of(Symbol.ABOUT) + Numbers.brief(length);
    }

    /** How much longer the packages would have taken by another method, as far as that was seen before. */
    private static Duration difference(RunView view, Method other, Instant now) {
        return view.packages().stream()
                .filter(PackageView::installedHere)
                .filter(p -> p.method() != other)
                .map(p -> otherwise(p, other, now))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration otherwise(PackageView pkg, Method other, Instant now) {
        ForecastFact.OtherMethod known = pkg.otherwise();
        return known == null || known.method() != other || known.total().samples() == 0
                ? Duration.ZERO
                : known.total().p50().minus(length(pkg, now));
    }

    private static void named(
            String what, List<PackageView> packages, Function<PackageView, String> time, List<Line> lines) {
        if (!packages.isEmpty()) {
            lines.add(Line.of("  " + what + ": "
                    + packages.stream()
                            .map(p -> p.ref().spec() + ' ' + time.apply(p))
                            .collect(Collectors.joining(", "))));
        }
    }

    private static List<PackageView> slowest(RunView view, Instant now) {
        List<PackageView> slowest = view.packages().stream()
                .filter(p -> p.installedHere() && p.elapsed(now) != null)
                .sorted(Comparator.comparing((PackageView p) -> length(p, now)).reversed())
                .limit(NAMED)
                .toList();
        return slowest.size() > 1 ? slowest : List.of();
    }

    /** Packages that took longer than nine in ten of earlier builds would have. */
    private static List<PackageView> slower(RunView view, Instant now) {
        return view.packages().stream()
                .filter(PackageView::installedHere)
                .filter(p -> {
                    Forecast usual = p.expected();
                    return usual != null
                            && usual.samples() > 0
                            && length(p, now).compareTo(usual.p90()) > 0;
                })
                .sorted(Comparator.comparing((PackageView p) -> length(p, now)).reversed())
                .limit(NAMED)
                .toList();
    }

    private String slower(PackageView pkg, Instant now) {
        Forecast usual = pkg.expected();
        return Numbers.precise(length(pkg, now)) + (usual == null ? "" : " (usually " + words.range(usual) + ')');
    }

    private static Duration length(PackageView pkg, Instant now) {
        return Objects.requireNonNullElse(pkg.elapsed(now), Duration.ZERO);
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
