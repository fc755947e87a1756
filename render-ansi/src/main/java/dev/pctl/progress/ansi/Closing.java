package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Diagnosis;
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
import java.util.stream.Collectors;

/** The summary of a run that has ended. */
final class Closing {

    private static final int SLOWEST = 3;

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
        lines.add(Line.of(""));
        for (Diagnosis failure : view.failures()) {
            lines.addAll(failures.lines(view, failure));
        }
        lines.add(verdict(view, now));
        lines.add(Line.of("  Packages: " + counts(view)));
        List<PackageView> slowest = slowest(view, now);
        if (slowest.size() > 1) {
            lines.add(Line.of("  Slowest: "
                    + slowest.stream()
                            .map(p -> p.ref().spec() + ' ' + Numbers.precise(length(p, now)))
                            .collect(Collectors.joining(", "))));
        }
        for (SampleFact.Disk disk : view.disks()) {
            lines.add(Line.of("  " + words.disk(disk, view.disks().size() > 1)));
        }
        if (view.outcome() != Outcome.SUCCEEDED && view.packages().stream().anyMatch(PackageView::installedHere)) {
            lines.add(Line.of("  " + theme.tip() + " What is installed is kept: the next try goes on from here."));
        }
        return lines;
    }

    private Line verdict(RunView view, Instant now) {
        Outcome outcome = view.outcome() == null ? Outcome.UNFINISHED : view.outcome();
        Duration elapsed = view.elapsed(now);
        String text = view.title()
                + (view.title().isEmpty() ? "" : " ")
                + outcome.name().toLowerCase(Locale.ROOT)
                + (elapsed == null ? "" : " after " + Numbers.precise(elapsed))
                + (view.detail() == null ? "" : " (" + view.detail() + ')');
        return Line.of(Outcomes.mark(outcome, theme) + ' ' + text, Outcomes.style(outcome));
    }

    private static String counts(RunView view) {
        List<String> parts = new ArrayList<>();
        add(parts, here(view, Method.SOURCE), "built from source");
        add(parts, here(view, Method.BINARY_CACHE), "from binary cache");
        add(parts, here(view, Method.EXTERNAL) + here(view, Method.ALREADY_INSTALLED), "there before");
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

    private static long here(RunView view, Method method) {
        return view.packages().stream()
                .filter(p -> p.outcome() == Outcome.SUCCEEDED && p.method() == method)
                .count();
    }

    private static List<PackageView> slowest(RunView view, Instant now) {
        return view.packages().stream()
                .filter(p -> p.installedHere() && p.elapsed(now) != null)
                .sorted(Comparator.comparing((PackageView p) -> length(p, now)).reversed())
                .limit(SLOWEST)
                .toList();
    }

    private static Duration length(PackageView pkg, Instant now) {
        return Objects.requireNonNullElse(pkg.elapsed(now), Duration.ZERO);
    }
}
