package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.AdvicePhrases;
import dev.pctl.progress.ansi.internal.text.FailurePhrases;
import dev.pctl.progress.ansi.internal.text.Formats;
import dev.pctl.progress.ansi.internal.text.MachinePhrases;
import dev.pctl.progress.ansi.internal.text.PackagePhrases;
import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.QuestionView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Draws one view for one window: the parts that the layouts have in common. */
final class LayoutCanvas {

    /** Ranks of lines, from what must be seen to what is nice to have. */
    static final int HEADER = 0;

    static final int FAILURE = 1;

    /** As important as a failure: the run may wait for the answer. */
    static final int QUESTION = 1;

    static final int PACKAGE = 2;
    static final int PHASE = 3;
    static final int ADVICE = 4;
    static final int DISK = 5;
    static final int REMAINING = 6;
    static final int OTHER_PACKAGES = 7;
    static final int ITEM = 8;
    static final int NEWEST_OUTPUT = 9;
    static final int COUNTS = 10;
    static final int OTHER_PHASES = 11;
    static final int LOG = 12;
    static final int USUALLY = 13;
    static final int DEPENDENCIES = 14;
    static final int MACHINE = 15;
    static final int PLACES = 16;
    static final int HISTORY = 17;
    /** The rank of the second newest line of output; each older one has the next rank. */
    static final int OUTPUT = 18;

    static final int GAP = 50;

    /** Below this width a line has room for one thing only. */
    private static final int NARROW = 60;

    /** Columns reserved beside a bar for {@code (1h02m elapsed, ~25–32m remaining)}, so that its length does not change. */
    private static final int TIMES = 36;

    private static final int BAR = 18;

    /** Columns below which a shortened path is left out: it would show less than a file name. */
    static final int SHORTEST_PATH = 24;

    private static final int SHORT_BAR = 10;
    private static final int PERCENT = 4;
    private static final int TICKING = 7;
    private static final int WIDEST_ARROW = 24;
    private static final int NARROWEST_ARROW = 5;
    private static final int MAX_FAILURES = 3;

    /** Further advice is counted only, so that it does not push out the disk. */
    private static final int MAX_ADVICE = 4;

    /** Below this height a window has no lines to spare for gaps. */
    private static final int ROOMY = 12;

    final RunView view;
    final Instant now;
    final int width;
    final int height;
    final Theme theme;
    final RunPhrases run;
    final PackagePhrases packages;
    final MachinePhrases machine;
    private final AdvicePhrases advice;
    final PrioritizedLines sheet = new PrioritizedLines();

    LayoutCanvas(RunView view, Instant now, int width, int height, Theme theme) {
        this.view = view;
        this.now = now;
        this.width = width;
        this.height = height;
        this.theme = theme;
        this.run = new RunPhrases(theme);
        this.packages = new PackagePhrases(theme);
        this.machine = new MachinePhrases(theme);
        this.advice = new AdvicePhrases(theme);
    }

    /** Returns the lines that fit the window, each cut to its width. */
    List<StyledLine> lines() {
        return sheet.fit(height, height < ROOMY ? GAP - 1 : GAP).stream()
                .map(l -> l.in(theme).fit(width, theme))
                .toList();
    }

    boolean narrow() {
        return width < NARROW;
    }

    // ---- the run

    /** Adds {@code 📦 Installing software  56% [=====================>  ] (12m:8m)}, below a gap. */
    void header(String headline) {
        sheet.add(GAP, StyledLine.EMPTY);
        String clock = run.clock(view, now);
        boolean known = RunPhrases.isShareKnown(view);
        String percent = known ? "  " + Formats.percent(view.fraction()) + ' ' : "  ";
        StyledLine start = StyledLine.of(theme.of(Symbol.RUN) + headline, Style.STRONG);
        int room = width - DisplayWidth.width(percent) - DisplayWidth.width(clock);
        int arrow = Math.min(WIDEST_ARROW, room - start.width() - 3);
        StyledLine line = start.fit(room, theme).add(percent, Style.STRONG);
        if (known && arrow >= NARROWEST_ARROW) {
            line = line.add(theme.arrow(view.fraction(), arrow) + ' ', Style.ACCENT);
        }
        sheet.add(HEADER, line.add(clock));
    }

    void remaining() {
        String remaining = run.remaining(view, now, width - 3);
        if (remaining != null) {
            sheet.add(REMAINING, StyledLine.of("   " + remaining, Style.FAINT));
        }
    }

    /** Adds the cost, if the host stated a price. */
    void cost() {
        String cost = run.cost(view, now);
        if (cost != null) {
            sheet.add(COUNTS, StyledLine.of("   " + cost, Style.FAINT));
        }
    }

    void counts() {
        String counts = run.counts(view);
        if (counts != null) {
            sheet.add(COUNTS, StyledLine.of("   " + counts, Style.FAINT));
        }
    }

    /** Adds the packages that failed, so that they are not overlooked while others continue. */
    void failures() {
        List<Diagnosis> failures = view.failures();
        failures.stream().limit(MAX_FAILURES).forEach(f -> sheet.add(FAILURE, failure(f)));
        if (failures.size() > MAX_FAILURES) {
            sheet.add(FAILURE, more(failures.size() - MAX_FAILURES, " failed"));
        }
    }

    private StyledLine failure(Diagnosis failure) {
        String start = "  " + theme.of(Symbol.ERROR);
        StyledLine whole = StyledLine.of(start + FailurePhrases.failed(failure), Style.BAD);
        StyledLine line = whole.width() <= width
                ? whole
                : StyledLine.of(start + FailurePhrases.failedBriefly(failure), Style.BAD);
        String log = failure.log();
        String location = failure.location();
        return log == null || location == null || width - line.width() - 2 < SHORTEST_PATH
                ? line
                : pathWithin(line.add("  "), location, log);
    }

    /**
     * Returns the line followed by the end of a path: what distinguishes one log from another is its end.
     *
     * @param shown the path and what belongs to it
     * @param path the path alone
     */
    StyledLine pathWithin(StyledLine line, String shown, String path) {
        return line.addPath(shortened(shown, width - line.width()), path, Style.FAINT);
    }

    /** Returns the end of a path or an address that fits the given columns. */
    String shortened(String path, int columns) {
        return DisplayWidth.endOf(TextSanitizer.text(path), columns, theme.of(Symbol.ELLIPSIS));
    }

    private static StyledLine more(int number, String what) {
        return StyledLine.of("  and " + number + " more" + what, Style.FAINT);
    }

    // ---- packages

    /** Returns the active packages, the longest running first. */
    List<PackageView> active() {
        return view.active().stream()
                .sorted(Comparator.comparing(p -> Objects.requireNonNullElse(p.started(), Instant.MAX)))
                .toList();
    }

    /**
     * Adds what happens while no package is active: the installer resolves dependencies.
     *
     * @param counted whether to show the root's number, because the header does not
     */
    void preparing(boolean counted) {
        RootView root = view.currentRoot();
        if (root == null) {
            String beginning = RunPhrases.beginning(view);
            if (beginning != null) {
                sheet.add(
                        PHASE,
                        StyledLine.of("  " + theme.of(Symbol.LAST), Style.FAINT).add(beginning));
            }
            return;
        }
        Duration elapsed = root.elapsed(now);
        sheet.add(
                PACKAGE,
                StyledLine.of("  " + (counted ? PackagePhrases.counter(root) : ""))
                        .add(root.spec(), Style.STRONG)
                        .add(elapsed == null ? "" : "  (" + Formats.ticking(elapsed) + " elapsed)", Style.FAINT));
        sheet.add(PHASE, beneath("resolving dependencies"));
    }

    /**
     * Adds {@code [1/5] gcc@11.3.0  ████████░░░░░░░░░░ 40% (18m00s elapsed, ~25m remaining)}; in a narrow window the
     * times are on the next line.
     */
    void title(String counter, String subject, PackageView pkg) {
        StyledLine line = StyledLine.of("  " + counter).add(subject, Style.STRONG);
        Double share = pkg.fraction(now);
        if (narrow()) {
            sheet.add(PACKAGE, line.add(share == null ? "" : ' ' + Formats.percent(share)));
            String times = packages.times(pkg, now, width - 4);
            if (!times.isEmpty()) {
                sheet.add(REMAINING, StyledLine.of("    " + times, Style.FAINT));
            }
            return;
        }
        if (share != null) {
            int room = width - line.width() - PERCENT - TIMES - 2;
            int bar = room >= BAR ? BAR : room >= SHORT_BAR ? SHORT_BAR : 0;
            line = line.add(bar == 0 ? "" : "  " + theme.bar(share, bar), Style.ACCENT)
                    .add(' ' + Formats.percent(share));
        }
        String times = packages.times(pkg, now, width - line.width() - 3);
        sheet.add(PACKAGE, line.add(times.isEmpty() ? "" : " (" + times + ')', Style.FAINT));
    }

    /** Returns a line below a package's title. */
    StyledLine beneath(String text) {
        return StyledLine.of(" ".repeat(indent()) + theme.of(Symbol.LAST), Style.FAINT)
                .add((narrow() ? "" : "Phase: ") + text);
    }

    /** Returns how many columns such a line has room for. */
    int roomBeneath() {
        return width - indent() - (narrow() ? 3 : 10);
    }

    private int indent() {
        return narrow() ? 4 : 8;
    }

    /**
     * Adds a table of packages, a line each: mark, name, bar, percentage, time, and what it is doing.
     *
     * @param room how many lines to use at most, at least 1
     */
    void table(List<PackageView> all, int room) {
        List<PackageView> shown = all.subList(0, all.size() <= room ? all.size() : Math.max(0, room - 1));
        int name = Math.min(narrow() ? width * 2 / 5 : width / 3, widest(shown, this::label));
        int busy = widest(shown, packages::activity);
        for (PackageView pkg : shown) {
            sheet.add(OTHER_PACKAGES, row(pkg, name, busy));
        }
        if (shown.size() < all.size()) {
            sheet.add(OTHER_PACKAGES, more(all.size() - shown.size(), ""));
        }
    }

    private static int widest(List<PackageView> shown, Function<PackageView, String> text) {
        return shown.stream()
                .mapToInt(p -> DisplayWidth.width(TextSanitizer.text(text.apply(p))))
                .max()
                .orElse(0);
    }

    private String label(PackageView pkg) {
        boolean counted = view.currentRoot() == null && !narrow();
        return TextSanitizer.text(
                (counted ? packages.counter(view, pkg) : "") + pkg.ref().spec());
    }

    /** Returns a row of the table. The less important parts come last, and are left out as a whole if they do not fit. */
    private StyledLine row(PackageView pkg, int nameWidth, int busyWidth) {
        Double share = pkg.fraction(now);
        Duration elapsed = pkg.elapsed(now);
        StyledLine line = StyledLine.of("  ")
                .add(theme.of(Symbol.ACTIVE), Style.ACCENT)
                .add(StyledLine.of(' ' + label(pkg), Style.STRONG)
                        .in(theme)
                        .fit(nameWidth + 1, theme)
                        .pad(nameWidth + 1));
        if (!narrow()) {
            line = line.add("  ")
                    .add(share == null ? " ".repeat(SHORT_BAR) : theme.bar(share, SHORT_BAR), Style.ACCENT);
        }
        line = line.add(right(share == null ? "" : Formats.percent(share), PERCENT + 1))
                .add(right(elapsed == null ? "" : Formats.ticking(elapsed), TICKING), Style.FAINT);
        String busy = TextSanitizer.text(packages.activity(pkg));
        line = ifFits(line, "  " + busy);
        String gap = " ".repeat(Math.max(0, busyWidth - DisplayWidth.width(busy)) + 2);
        String steps = packages.steps(pkg);
        StyledLine counted = steps.isEmpty() ? line : ifFits(line, gap + steps);
        String before = counted.width() == line.width() ? gap : "  ";
        String left = packages.remaining(pkg, now, width - counted.width() - before.length());
        return left.isEmpty() ? counted : counted.add(before + left, Style.FAINT);
    }

    private static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - DisplayWidth.width(text))) + text;
    }

    private StyledLine ifFits(StyledLine line, String text) {
        StyledLine longer = line.add(text).in(theme);
        return longer.width() <= width ? longer : line;
    }

    // ---- the machine, and what to look out for

    void gap() {
        sheet.add(GAP, StyledLine.EMPTY);
    }

    /**
     * Adds the watched file systems.
     *
     * @param all whether to show all of them, with their paths, rather than the first
     */
    void disks(boolean all) {
        List<MachinePhrases.FileSystem> systems = fileSystems();
        boolean named = systems.size() > 1 || all;
        systems.stream().limit(all ? Long.MAX_VALUE : 1).forEach(s -> disk(s, named, all));
    }

    List<MachinePhrases.FileSystem> fileSystems() {
        return MachinePhrases.fileSystems(view.machine().disks());
    }

    /** Adds how full it is and how it will fill: on a line of its own if there is no room beside. */
    private void disk(MachinePhrases.FileSystem system, boolean named, boolean closer) {
        ForecastFact.DiskOutlook outlook =
                view.forecast().diskOutlook(system.disk().path());
        String further = machine.outlook(outlook);
        boolean risk = outlook != null && outlook.verdict() == ForecastFact.Verdict.AT_RISK;
        Style style = risk ? Style.WARN : Style.FAINT;
        String beside = ", " + further;
        String shown = machine.disk(system, named, width - 2);
        if (further.isEmpty() || (!closer && !risk && narrow())) {
            sheet.add(DISK, StyledLine.of("  " + shown));
        } else if (DisplayWidth.width(shown + beside) + 2 <= width) {
            sheet.add(DISK, StyledLine.of("  " + shown).add(beside, style));
        } else {
            sheet.add(DISK, StyledLine.of("  " + shown));
            sheet.add(MACHINE, StyledLine.of("    " + further, style));
        }
    }

    void advice() {
        machine.silence(view, now)
                .forEach(s -> sheet.add(ADVICE, StyledLine.of("  " + theme.of(Symbol.WARNING) + ' ' + s, Style.WARN)));
        List<Advice> raised = view.advice().raised().stream()
                .sorted(Comparator.comparing(Advice::severity).reversed())
                .toList();
        raised.stream()
                .limit(MAX_ADVICE)
                .forEach(a -> sheet.add(ADVICE, StyledLine.of("  ").add(advice.advice(a))));
        if (raised.size() > MAX_ADVICE) {
            int more = raised.size() - MAX_ADVICE;
            sheet.add(ADVICE, more(more, more == 1 ? " warning" : " warnings"));
        }
        view.advice().questions().stream().filter(q -> !q.left(now).isZero()).forEach(this::question);
    }

    private void question(QuestionView question) {
        StyledLine line = StyledLine.of("  " + theme.of(Symbol.QUESTION) + ' ', Style.WARN);
        sheet.add(QUESTION, line.add(AdvicePhrases.question(question, now, width - line.width()), Style.STRONG));
    }
}
