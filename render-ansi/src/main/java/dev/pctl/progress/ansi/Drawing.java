package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RootView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What the layouts have in common: one drawing of one view for one window. */
final class Drawing {

    /** Ranks of lines, from what has to be seen to what is good to have. */
    static final int HEADER = 0;

    static final int FAILURE = 1;
    static final int PACKAGE = 2;
    static final int PHASE = 3;
    static final int ADVICE = 4;
    static final int DISK = 5;
    static final int REMAINING = 6;
    static final int OTHER_PACKAGES = 7;
    static final int ITEM = 8;
    static final int NEWEST_OUTPUT = 9;
    static final int OTHER_PHASES = 10;
    static final int LOG = 11;
    static final int USUALLY = 12;
    static final int DEPENDENCIES = 13;
    static final int TREES = 14;
    static final int PLACES = 15;
    static final int HISTORY = 16;
    /** Older lines of output follow upon this rank, each one rank further. */
    static final int OUTPUT = 17;

    static final int GAP = 50;

    /** Below this width there is room for one thing on a line only. */
    private static final int NARROW = 60;

    private static final int BAR = 18;
    private static final int SHORT_BAR = 10;
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
    final Words words;
    final Sheet sheet = new Sheet();

    Drawing(RunView view, Instant now, int width, int height, Theme theme) {
        this.view = view;
        this.now = now;
        this.width = width;
        this.height = height;
        this.theme = theme;
        this.words = new Words(theme);
    }

    /** What there is room for, cut to the window's width. */
    List<Line> lines() {
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
        sheet.add(GAP, Line.EMPTY);
        String clock = words.clock(view, now);
        String percent = "  " + Numbers.percent(view.fraction()) + ' ';
        Line start = Line.of(theme.of(Symbol.RUN) + headline, Style.STRONG);
        int room = width - Cells.width(percent) - Cells.width(clock);
        int arrow = Math.min(WIDEST_ARROW, room - start.width() - 3);
        Line line = start.fit(room, theme).add(percent, Style.STRONG);
        if (arrow >= NARROWEST_ARROW) {
            line = line.add(theme.arrow(view.fraction(), arrow) + ' ', Style.ACCENT);
        }
        sheet.add(HEADER, line.add(clock));
    }

    void remaining() {
        String remaining = words.remaining(view, now, width - 3);
        if (remaining != null) {
            sheet.add(REMAINING, Line.of("   " + remaining, Style.FAINT));
        }
    }

    /** The packages that failed, first of all, so that they are not lost while others go on. */
    void failures() {
        List<Diagnosis> failures = view.failures();
        failures.stream().limit(MOST_FAILURES).forEach(f -> {
            Line line = Line.of("  " + theme.of(Symbol.FAILED) + ' ' + Words.failed(f), Style.BAD);
            String log = f.log();
            String location = f.location();
            sheet.add(
                    FAILURE,
                    log == null || location == null ? line : line.add("  ").addPath(location, log, Style.FAINT));
        });
        if (failures.size() > MOST_FAILURES) {
            sheet.add(FAILURE, more(failures.size() - MOST_FAILURES, " failed"));
        }
    }

    private static Line more(int number, String what) {
        return Line.of("  and " + number + " more" + what, Style.FAINT);
    }

    // ---- packages

    /** What is worked on, the longest running first. */
    List<PackageView> active() {
        return view.active().stream()
                .sorted(Comparator.comparing(p -> Objects.requireNonNullElse(p.started(), Instant.MAX)))
                .toList();
    }

    /** No package is being built, but a root is being worked on: the installer works out what it needs. */
    void preparing() {
        RootView root = view.currentRoot();
        if (root == null) {
            return;
        }
        Duration elapsed = root.elapsed(now);
        sheet.add(
                PACKAGE,
                Line.of("  " + Words.counter(root))
                        .add(root.spec(), Style.STRONG)
                        .add(elapsed == null ? "" : "  (" + Numbers.ticking(elapsed) + " elapsed)", Style.FAINT));
        sheet.add(PHASE, beneath("working out what it needs"));
    }

    /**
     * {@code [1/5] gcc@11.3.0  ████████░░░░░░░░░░ 40% (18m00s elapsed, ~25m remaining)}; in a narrow window the times
     * stand below.
     *
     * @param subject its name as it is shown
     */
    void title(String counter, String subject, PackageView pkg) {
        Line line = Line.of("  " + counter).add(subject, Style.STRONG);
        Double share = words.share(pkg, now);
        String percent = share == null ? "" : ' ' + Numbers.percent(share);
        String times = words.times(pkg, now);
        if (narrow()) {
            sheet.add(PACKAGE, line.add(percent));
            if (!times.isEmpty()) {
                sheet.add(REMAINING, Line.of("    " + times, Style.FAINT));
            }
            return;
        }
        String behind = times.isEmpty() ? "" : " (" + times + ')';
        if (share != null) {
            int room = width - line.width() - Cells.width(percent + behind) - 2;
            int bar = room >= BAR ? BAR : room >= SHORT_BAR ? SHORT_BAR : 0;
            line = line.add(bar == 0 ? "" : "  " + theme.bar(share, bar), Style.ACCENT)
                    .add(percent);
        }
        sheet.add(PACKAGE, line.add(behind, Style.FAINT));
    }

    /** What stands under a package's title. */
    Line beneath(String text) {
        return Line.of(" ".repeat(indent()) + theme.of(Symbol.LAST), Style.FAINT)
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
        int name = Math.min(
                width / 3,
                shown.stream().mapToInt(p -> Cells.width(label(p))).max().orElse(0));
        for (PackageView pkg : shown) {
            sheet.add(OTHER_PACKAGES, row(pkg, name));
        }
        if (shown.size() < packages.size()) {
            sheet.add(OTHER_PACKAGES, more(packages.size() - shown.size(), ""));
        }
    }

    private String label(PackageView pkg) {
        boolean counted = view.currentRoot() == null;
        return Safe.text((counted ? words.counter(view, pkg) : "") + pkg.ref().spec());
    }

    private Line row(PackageView pkg, int nameWidth) {
        Double share = words.share(pkg, now);
        Duration elapsed = pkg.elapsed(now);
        Line line = Line.of("  ")
                .add(theme.of(Symbol.ACTIVE), Style.ACCENT)
                .add(Line.of(' ' + label(pkg), Style.STRONG)
                        .fit(nameWidth + 1, theme)
                        .pad(nameWidth + 1));
        if (!narrow()) {
            line = line.add("  ")
                    .add(share == null ? " ".repeat(SHORT_BAR) : theme.bar(share, SHORT_BAR), Style.ACCENT)
                    .add(String.format(" %4s", share == null ? "" : Numbers.percent(share)));
        }
        line = line.add(String.format(" %6s", elapsed == null ? "" : Numbers.ticking(elapsed)), Style.FAINT)
                .add("  " + words.busyWith(pkg));
        String steps = words.steps(pkg);
        String left = words.remaining(pkg, now);
        return line.add(steps.isEmpty() ? "" : ' ' + steps).add(left == null ? "" : "  " + left, Style.FAINT);
    }

    // ---- the machine, and what to look out for

    void gap() {
        sheet.add(GAP, Line.EMPTY);
    }

    void disks(boolean all) {
        boolean named = view.disks().size() > 1 || all;
        view.disks().stream().limit(all ? Long.MAX_VALUE : 1).forEach(d -> disk(d, named, all));
    }

    /** How full it is, and, on a line of its own where there is no room, how that goes on. */
    private void disk(SampleFact.Disk disk, boolean named, boolean closer) {
        String whole = words.disk(disk, named);
        String shown = Cells.width(whole) + 2 > width ? words.briefDisk(disk, named) : whole;
        ForecastFact.DiskOutlook outlook = view.diskOutlook(disk.path());
        String further = words.outlook(outlook);
        boolean risk = outlook != null && outlook.verdict() == ForecastFact.Verdict.AT_RISK;
        Style style = risk ? Style.WARN : Style.FAINT;
        if (further.isEmpty() || (!closer && !risk && narrow())) {
            sheet.add(DISK, Line.of("  " + shown));
        } else if (Cells.width(shown) + Cells.width(further) + 4 <= width) {
            sheet.add(DISK, Line.of("  " + shown).add(", " + further, style));
        } else {
            sheet.add(DISK, Line.of("  " + shown));
            sheet.add(TREES, Line.of("    " + further, style));
        }
    }

    void advice() {
        List<Advice> advice = view.advice().stream()
                .sorted(Comparator.comparing(Advice::severity).reversed())
                .toList();
        advice.stream()
                .limit(MOST_ADVICE)
                .forEach(a -> sheet.add(ADVICE, Line.of("  ").add(words.advice(a))));
        if (advice.size() > MOST_ADVICE) {
            sheet.add(ADVICE, more(advice.size() - MOST_ADVICE, " warnings"));
        }
    }
}
