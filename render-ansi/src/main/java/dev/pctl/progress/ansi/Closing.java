package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Forecast;
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
        cacheHits(view, lines);
        named("Slowest", slowest(view, now), p -> Numbers.precise(length(p, now)), lines);
        named("Slower than usual", slower(view, now), p -> slower(p, now), lines);
        for (SampleFact.Disk disk : view.disks()) {
            lines.add(Line.of("  " + words.disk(disk, view.disks().size() > 1)));
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
        return Line.of(Outcomes.mark(outcome, theme) + ' ', Outcomes.style(outcome))
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

    /** How much the binary cache saved, where it was used at all. */
    private static void cacheHits(RunView view, List<Line> lines) {
        long hits = succeeded(view, Method.BINARY_CACHE);
        long here = view.packages().stream().filter(PackageView::installedHere).count();
        if (hits > 0) {
            lines.add(Line.of("  Cache hits: " + hits + " of " + Numbers.count(here, "package", "packages") + " ("
                    + Numbers.percent((double) hits / here) + ')'));
        }
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
