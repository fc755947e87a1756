package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.Formats;
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
import dev.pctl.progress.event.SampleFact;
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

/** What the layouts have in common: one drawing of one view for one window. */
final class LayoutCanvas {

    /** Ranks of lines, from what has to be seen to what is good to have. */
    static final int HEADER = 0;

    static final int FAILURE = 1;

    /** Somebody waits for the answer. */
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
    static final int TREES = 15;
    static final int PLACES = 16;
    static final int HISTORY = 17;
    /** Older lines of output follow upon this rank, each one rank further. */
    static final int OUTPUT = 18;

    static final int GAP = 50;

    /** Below this width there is room for one thing on a line only. */
    private static final int NARROW = 60;

    /** A bar's length is the same whatever the times are, so it leaves room for them: {@code  (1h02m elapsed, ~25–32m remaining)}. */
    private static final int TIMES = 36;

    private static final int BAR = 18;

    /** What a path is shown of at least, or it says nothing. */
    static final int SHORTEST_PATH = 24;

    private static final int SHORT_BAR = 10;
    private static final int PERCENT = 4;
    private static final int TICKING = 7;
    private static final int WIDEST_ARROW = 24;
    private static final int NARROWEST_ARROW = 5;
    private static final int MOST_FAILURES = 3;

    /** More than this is only counted, since a disk or memory line must not be pushed out. */
    private static final int MOST_ADVICE = 4;

    /** A window of less lines has none to spare for gaps. */
    private static final int ROOMY = 12;

    final RunView view;
    final Instant now;
    final int width;
    final int height;
    final Theme theme;
    final RunPhrases words;
    final PrioritizedLines sheet = new PrioritizedLines();

    LayoutCanvas(RunView view, Instant now, int width, int height, Theme theme) {
        this.view = view;
        this.now = now;
        this.width = width;
        this.height = height;
        this.theme = theme;
        this.words = new RunPhrases(theme);
    }

    /** What there is room for, cut to the window's width. */
    List<StyledLine> lines() {
        return sheet.fit(height, height < ROOMY ? GAP - 1 : GAP).stream()
                .map(l -> l.in(theme).fit(width, theme))
                .toList();
    }

    boolean narrow() {
        return width < NARROW;
    }

    // ---- the run

    /**
     * {@code 📦 Installing software  56% [=====================>  ] (12m:8m)}, set off from the history above where there
     * is room for that.
     */
    void header(String headline) {
        sheet.add(GAP, StyledLine.EMPTY);
        String clock = words.clock(view, now);
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
        String remaining = words.remaining(view, now, width - 3);
        if (remaining != null) {
            sheet.add(REMAINING, StyledLine.of("   " + remaining, Style.FAINT));
        }
    }

    void counts() {
        String counts = words.counts(view);
        if (counts != null) {
            sheet.add(COUNTS, StyledLine.of("   " + counts, Style.FAINT));
        }
    }

    /** The packages that failed, first of all, so that they are not lost while others go on. */
    void failures() {
        List<Diagnosis> failures = view.failures();
        failures.stream().limit(MOST_FAILURES).forEach(f -> sheet.add(FAILURE, failure(f)));
        if (failures.size() > MOST_FAILURES) {
            sheet.add(FAILURE, more(failures.size() - MOST_FAILURES, " failed"));
        }
    }

    private StyledLine failure(Diagnosis failure) {
        String start = "  " + theme.of(Symbol.ERROR);
        StyledLine whole = StyledLine.of(start + RunPhrases.failed(failure), Style.BAD);
        StyledLine line =
                whole.width() <= width ? whole : StyledLine.of(start + RunPhrases.failedBriefly(failure), Style.BAD);
        String log = failure.log();
        String location = failure.location();
        return log == null || location == null || width - line.width() - 2 < SHORTEST_PATH
                ? line
                : line.add("  ").addPathWithin(width, location, log, Style.FAINT, theme);
    }

    private static StyledLine more(int number, String what) {
        return StyledLine.of("  and " + number + " more" + what, Style.FAINT);
    }

    // ---- packages

    /** What is worked on, the longest running first. */
    List<PackageView> active() {
        return view.active().stream()
                .sorted(Comparator.comparing(p -> Objects.requireNonNullElse(p.started(), Instant.MAX)))
                .toList();
    }

    /**
     * No package is being built: the installer works out what is to be done.
     *
     * @param counted whether the root's number is shown, since it does not stand in the header
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
                StyledLine.of("  " + (counted ? RunPhrases.counter(root) : ""))
                        .add(root.spec(), Style.STRONG)
                        .add(elapsed == null ? "" : "  (" + Formats.ticking(elapsed) + " elapsed)", Style.FAINT));
        sheet.add(PHASE, beneath("working out what it needs"));
    }

    /**
     * {@code [1/5] gcc@11.3.0  ████████░░░░░░░░░░ 40% (18m00s elapsed, ~25m remaining)}; in a narrow window the times
     * stand below.
     *
     * @param subject its name as it is shown
     */
    void title(String counter, String subject, PackageView pkg) {
        StyledLine line = StyledLine.of("  " + counter).add(subject, Style.STRONG);
        Double share = pkg.fraction(now);
        if (narrow()) {
            sheet.add(PACKAGE, line.add(share == null ? "" : ' ' + Formats.percent(share)));
            String times = words.times(pkg, now, width - 4);
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
        String times = words.times(pkg, now, width - line.width() - 3);
        sheet.add(PACKAGE, line.add(times.isEmpty() ? "" : " (" + times + ')', Style.FAINT));
    }

    /** What stands under a package's title. */
    StyledLine beneath(String text) {
        return StyledLine.of(" ".repeat(indent()) + theme.of(Symbol.LAST), Style.FAINT)
                .add((narrow() ? "" : "Phase: ") + text);
    }

    /** How much room there is for that. */
    int roomBeneath() {
        return width - indent() - (narrow() ? 3 : 10);
    }

    private int indent() {
        return narrow() ? 4 : 8;
    }

    /**
     * Packages in a table, a line each: mark, name, bar, percent, time, and what each is busy with.
     *
     * @param room how many lines there are for them, at least 1
     */
    void table(List<PackageView> packages, int room) {
        List<PackageView> shown =
                packages.subList(0, packages.size() <= room ? packages.size() : Math.max(0, room - 1));
        int name = Math.min(narrow() ? width * 2 / 5 : width / 3, widest(shown, this::label));
        int busy = widest(shown, words::busyWith);
        for (PackageView pkg : shown) {
            sheet.add(OTHER_PACKAGES, row(pkg, name, busy));
        }
        if (shown.size() < packages.size()) {
            sheet.add(OTHER_PACKAGES, more(packages.size() - shown.size(), ""));
        }
    }

    private static int widest(List<PackageView> packages, Function<PackageView, String> text) {
        return packages.stream()
                .mapToInt(p -> DisplayWidth.width(TextSanitizer.text(text.apply(p))))
                .max()
                .orElse(0);
    }

    private String label(PackageView pkg) {
        boolean counted = view.currentRoot() == null && !narrow();
        return TextSanitizer.text(
                (counted ? words.counter(view, pkg) : "") + pkg.ref().spec());
    }

    /** What matters less stands behind, and is left out as a whole where there is no room for it. */
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
        String busy = TextSanitizer.text(words.busyWith(pkg));
        line = ifFits(line, "  " + busy);
        String gap = " ".repeat(Math.max(0, busyWidth - DisplayWidth.width(busy)) + 2);
        String steps = words.steps(pkg);
        StyledLine counted = steps.isEmpty() ? line : ifFits(line, gap + steps);
        String before = counted.width() == line.width() ? gap : "  ";
        String left = words.remaining(pkg, now, width - counted.width() - before.length());
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

    void disks(boolean all) {
        boolean named = view.machine().disks().size() > 1 || all;
        view.machine().disks().stream().limit(all ? Long.MAX_VALUE : 1).forEach(d -> disk(d, named, all));
    }

    /** How full it is, and, on a line of its own where there is no room, how that goes on. */
    private void disk(SampleFact.Disk disk, boolean named, boolean closer) {
        String whole = words.disk(disk, named);
        String shown = DisplayWidth.width(whole) + 2 > width ? words.briefDisk(disk, named) : whole;
        ForecastFact.DiskOutlook outlook = view.forecast().diskOutlook(disk.path());
        String further = words.outlook(outlook);
        boolean risk = outlook != null && outlook.verdict() == ForecastFact.Verdict.AT_RISK;
        Style style = risk ? Style.WARN : Style.FAINT;
        if (further.isEmpty() || (!closer && !risk && narrow())) {
            sheet.add(DISK, StyledLine.of("  " + shown));
        } else if (DisplayWidth.width(shown) + DisplayWidth.width(further) + 4 <= width) {
            sheet.add(DISK, StyledLine.of("  " + shown).add(", " + further, style));
        } else {
            sheet.add(DISK, StyledLine.of("  " + shown));
            sheet.add(TREES, StyledLine.of("    " + further, style));
        }
    }

    void advice() {
        List<Advice> advice = view.advice().raised().stream()
                .sorted(Comparator.comparing(Advice::severity).reversed())
                .toList();
        advice.stream()
                .limit(MOST_ADVICE)
                .forEach(a -> sheet.add(ADVICE, StyledLine.of("  ").add(words.advice(a))));
        if (advice.size() > MOST_ADVICE) {
            int more = advice.size() - MOST_ADVICE;
            sheet.add(ADVICE, more(more, more == 1 ? " warning" : " warnings"));
        }
        view.advice().questions().stream().filter(q -> !q.left(now).isZero()).forEach(this::question);
    }

    private void question(QuestionView question) {
        StyledLine line = StyledLine.of("  " + theme.of(Symbol.QUESTION) + ' ', Style.WARN);
        sheet.add(QUESTION, line.add(RunPhrases.question(question, now, width - line.width()), Style.STRONG));
    }
}
