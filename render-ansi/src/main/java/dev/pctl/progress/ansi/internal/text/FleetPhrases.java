package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.fleet.Attention;
import dev.pctl.progress.fleet.FleetMachine;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.fleet.FleetTotals;
import dev.pctl.progress.fleet.FleetView;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.QuestionView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The wording of many runs. */
public final class FleetPhrases {

    private static final int LONGEST_ID = 16;
    private static final int QUESTION_WIDTH = 60;

    private final Theme theme;
    private final AdvicePhrases advice;
    private final RunPhrases run;

    public FleetPhrases(Theme theme) {
        this.theme = theme;
        advice = new AdvicePhrases(theme);
        run = new RunPhrases(theme);
    }

    /** Returns {@code 12 runs: 3 active, 1 failed, 8 succeeded}. */
    public String totals(FleetView view) {
        FleetTotals totals = view.totals();
        List<String> parts = new ArrayList<>();
        add(parts, totals.active(), "active");
        add(parts, totals.failed(), "failed");
        add(parts, totals.succeeded(), "succeeded");
        add(parts, count(view, Attention.CANCELLED), "cancelled");
        add(parts, count(view, Attention.UNFINISHED), "unfinished");
        add(parts, totals.silent(), totals.silent() == 1 ? "silent worker" : "silent workers");
        String runs = Formats.count(totals.runs(), "run", "runs");
        return parts.isEmpty() ? runs : runs + ": " + String.join(", ", parts);
    }

    private static long count(FleetView view, Attention attention) {
        return view.runs().stream().filter(r -> r.attention() == attention).count();
    }

    private static void add(List<String> parts, long number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }

    /** Returns {@code 412 of 600 packages}, or an empty text if none is known. */
    public static String packages(FleetView view) {
        FleetTotals totals = view.totals();
        return totals.packages() == 0
                ? ""
                : totals.packagesInstalled() + " of " + Formats.count(totals.packages(), "package", "packages");
    }

    /** Returns the mark of a run. */
    public StyledLine mark(FleetRun fleetRun) {
        return switch (fleetRun.attention()) {
            case FAILED -> StyledLine.of(theme.unicode() ? theme.of(Symbol.FAILED) : "x", Style.BAD);
            case QUESTION -> StyledLine.of("?", Style.WARN);
            case SILENT, CRITICAL, WARNING, OVERDUE ->
                StyledLine.of(theme.unicode() ? theme.of(Symbol.WARNING) : "!", Style.WARN);
            case ACTIVE -> StyledLine.of(theme.of(Symbol.ACTIVE), Style.ACCENT);
            case UNFINISHED, CANCELLED -> StyledLine.of(theme.of(Symbol.PENDING), Style.WARN);
            case SUCCEEDED -> StyledLine.of(theme.unicode() ? theme.of(Symbol.SUCCEEDED) : "+", Style.GOOD);
        };
    }

    /**
     * Returns the name of each run, by its id: its title, and what tells it from others of the same title, which is their
     * labels that differ, or else the beginning of the id.
     */
    public static Map<String, String> names(FleetView view) {
        Map<String, List<RunView>> byTitle =
                view.runs().stream().map(FleetRun::view).collect(Collectors.groupingBy(RunView::title));
        Map<String, String> names = new HashMap<>();
        byTitle.forEach((title, runs) -> {
            List<String> differing = differing(runs);
            Map<String, List<RunView>> byName =
                    runs.stream().collect(Collectors.groupingBy(r -> name(title, r, differing)));
            byName.forEach((name, same) ->
                    same.forEach(r -> names.put(r.run(), same.size() == 1 ? name : name + ' ' + shortId(r))));
        });
        return names;
    }

    private static List<String> differing(List<RunView> runs) {
        TreeSet<String> labels = new TreeSet<>();
        runs.forEach(r -> labels.addAll(r.labels().keySet()));
        return labels.stream()
                .filter(l ->
                        runs.stream().map(r -> r.labels().get(l)).distinct().count() > 1)
                .toList();
    }

    private static String name(String title, RunView view, List<String> differing) {
        if (title.isBlank()) {
            return shortId(view);
        }
        String values = differing.stream()
                .map(l -> view.labels().get(l))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? title : title + " (" + values + ')';
    }

    private static String shortId(RunView view) {
        return Formats.shortened(view.run(), LONGEST_ID);
    }

    /** Returns {@code (12m:8m)}, or what it took if it has ended. */
    public String clock(FleetRun fleetRun) {
        RunView view = fleetRun.view();
        Duration elapsed = view.elapsed(fleetRun.now());
        if (fleetRun.active() || elapsed == null) {
            return run.clock(view, fleetRun.now());
        }
        return "in " + Formats.brief(elapsed);
    }

    /** Returns {@code 3/12}: the packages that are installed, and all that are known; empty if none is. */
    public static String packages(FleetRun fleetRun) {
        List<PackageView> packages = fleetRun.view().packages();
        long done =
                packages.stream().filter(p -> p.outcome() == Outcome.SUCCEEDED).count();
        return packages.isEmpty() ? "" : done + "/" + FleetTotals.packages(fleetRun.view());
    }

    /** Returns the one thing to know of a run, in its words, with the reason why it needs attention first. */
    public StyledLine state(FleetRun fleetRun) {
        RunView view = fleetRun.view();
        return switch (fleetRun.attention()) {
            case FAILED -> StyledLine.of(failure(view), Style.BAD);
            case QUESTION -> StyledLine.of(question(fleetRun, QUESTION_WIDTH), Style.WARN);
            case SILENT -> StyledLine.of(silence(fleetRun), Style.WARN);
            case CRITICAL, WARNING -> StyledLine.of(worst(view), Style.WARN);
            case OVERDUE -> StyledLine.of("longer than usual; " + activity(view), Style.WARN);
            case ACTIVE -> StyledLine.of(activity(view), Style.FAINT);
            case UNFINISHED -> StyledLine.of(detailed(view, "its end was not seen"), Style.FAINT);
            case CANCELLED -> StyledLine.of(detailed(view, "cancelled"), Style.FAINT);
            case SUCCEEDED -> StyledLine.of("succeeded", Style.FAINT);
        };
    }

    private static String detailed(RunView view, String otherwise) {
        String detail = view.detail();
        return detail == null ? otherwise : detail;
    }

    private static String failure(RunView view) {
        List<Diagnosis> failures = view.failures();
        if (!failures.isEmpty()) {
            return FailurePhrases.inOneLine(failures.get(0))
                    + (failures.size() > 1 ? " (and " + (failures.size() - 1) + " more)" : "");
        }
        String failed = view.packages().stream()
                .filter(p -> p.outcome() == Outcome.FAILED)
                .map(p -> p.ref().spec())
                .collect(Collectors.joining(", "));
        return failed.isEmpty() ? detailed(view, "failed") : failed + " failed";
    }

    private String question(FleetRun fleetRun, int width) {
        QuestionView question = fleetRun.view().advice().questions().get(0);
        return AdvicePhrases.question(question, fleetRun.now(), width);
    }

    /** Returns {@code silent since 12:03 (5m)}, with the worker's name if there are several. */
    private String silence(FleetRun fleetRun) {
        FleetMachine silent = Objects.requireNonNull(fleetRun.silent(), "silent");
        Instant since = Objects.requireNonNull(silent.silentSince(), "silentSince");
        String who = fleetRun.machines().size() > 1 ? silent.machine().worker() + " " : "";
        Duration length = Duration.between(since, fleetRun.now());
        return who + "silent since " + Formats.timeOfDay(since, theme.zone()) + " (" + Formats.brief(length) + ')';
    }

    private static String worst(RunView view) {
        return view.advice().raised().stream()
                .reduce((one, other) -> other.severity().compareTo(one.severity()) > 0 ? other : one)
                .map(Advice::seen)
                .orElse("");
    }

    /** Returns {@code hdf5 build, gcc build and 2 more}. */
    private String activity(RunView view) {
        List<PackageView> active = view.active();
        if (active.isEmpty()) {
            return run.headline(view);
        }
        PackagePhrases packages = new PackagePhrases(theme);
        String first = active.get(0).ref().name() + ' ' + packages.activity(active.get(0));
        return active.size() == 1 ? first : first + " and " + (active.size() - 1) + " more";
    }

    /** Returns what to know of a run beyond its state, and what to do about it, most important first. */
    public List<StyledLine> details(FleetRun fleetRun) {
        List<StyledLine> lines = new ArrayList<>();
        RunView view = fleetRun.view();
        String said = state(fleetRun).toString();
        if (fleetRun.attention() == Attention.FAILED) {
            view.failures().forEach(f -> describe(f, said, lines));
        }
        view.advice().raised().forEach(a -> {
            if (!said.equals(a.seen())) {
                lines.add(advice.advice(a));
            }
            lines.addAll(AdvicePhrases.remedies(theme.of(Symbol.TIP) + ' ', a.remedies()));
        });
        for (FleetMachine machine : fleetRun.machines()) {
            if (!machine.clockOffset().isZero()) {
                lines.add(StyledLine.of(clockDifference(machine), Style.FAINT));
            }
        }
        return lines;
    }

    private void describe(Diagnosis failure, String said, List<StyledLine> lines) {
        if (!said.startsWith(FailurePhrases.inOneLine(failure))) {
            lines.add(StyledLine.of(FailurePhrases.inOneLine(failure), Style.BAD));
        }
        if (failure.summary() != null && !failure.message().isBlank()) {
            lines.add(StyledLine.of(
                    theme.of(Symbol.QUOTE)
                            + failure.message().lines().findFirst().orElse(""),
                    Style.FAINT));
        }
        lines.addAll(AdvicePhrases.remedies(theme.of(Symbol.TIP) + ' ', failure.remedies()));
    }

    private static String clockDifference(FleetMachine machine) {
        Duration offset = machine.clockOffset();
        return "the clock of " + machine.machine().worker() + " is " + Formats.brief(offset.abs())
                + (offset.isNegative() ? " behind" : " ahead");
    }

    /** Returns one line for the log of a fleet: a run began, needs attention for another reason, or ended. */
    public StyledLine event(FleetRun fleetRun, String name, @Nullable Attention before) {
        StyledLine line = mark(fleetRun).add(" ").add(name, Style.STRONG);
        if (before == null && fleetRun.attention() == Attention.ACTIVE) {
            return line.add(" started");
        }
        Duration elapsed = fleetRun.active() ? null : fleetRun.view().elapsed(fleetRun.now());
        String took = elapsed == null ? "" : " (after " + Formats.brief(elapsed) + ')';
        return line.add(": ").add(state(fleetRun)).add(took, Style.FAINT);
    }
}
