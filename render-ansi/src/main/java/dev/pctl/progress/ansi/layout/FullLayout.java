package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.Formats;
import dev.pctl.progress.ansi.internal.text.MachinePhrases;
import dev.pctl.progress.ansi.internal.text.PackagePhrases;
import dev.pctl.progress.ansi.internal.text.PhaseDescriptions;
import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Level 2: everything about the longest running package and its log, the other packages in a table, forecasts with their
 * basis, and the machine.
 */
final class FullLayout implements Layout {

    /** The table of the other packages takes at most a third of the window. */
    private static final int TABLE_PART = 3;

    /** The log takes at most a quarter of the window, so that finished packages stay visible above. */
    private static final int OUTPUT_PART = 4;

    private static final int MIN_OUTPUT = 2;
    private static final int MAX_OUTPUT = 10;

    @Override
    public List<StyledLine> draw(RunView view, Instant now, int width, int height, Theme theme) {
        LayoutCanvas drawing = new LayoutCanvas(view, now, width, height, theme);
        drawing.header(drawing.run.detailedHeadline(view, drawing.narrow()));
        drawing.remaining();
        drawing.counts();
        drawing.cost();
        history(drawing);
        drawing.failures();
        List<PackageView> active = drawing.active();
        if (active.isEmpty()) {
            drawing.preparing(false);
            output(drawing, view.log().output());
        } else {
            PackageView first = active.get(0);
            drawing.title(counter(drawing, first), drawing.packages.subject(view, first), first);
            dependencies(drawing, first);
            phases(drawing, first);
            places(drawing, first);
            output(drawing, first.output());
            if (active.size() > 1) {
                int room = height
                        - drawing.sheet.upTo(LayoutCanvas.REMAINING)
                        - drawing.fileSystems().size()
                        - view.advice().raised().size();
                drawing.table(active.subList(1, active.size()), Math.max(1, Math.min(room, height / TABLE_PART)));
            }
        }
        drawing.disks(true);
        machine(drawing, MachinePhrases.directories(view));
        machine(drawing, MachinePhrases.load(view));
        machine(drawing, MachinePhrases.wait(view));
        drawing.advice();
        return drawing.lines();
    }

    private static void history(LayoutCanvas drawing) {
        note(drawing, drawing.run.earlier(drawing.view.forecast().outlook()));
        note(drawing, drawing.run.similar(drawing.view.forecast().outlook(), drawing.now));
        note(drawing, RunPhrases.trackRecord(drawing.view.forecast().outlook()));
        note(drawing, drawing.run.criticalPath(drawing.view.forecast().outlook()));
    }

    private static void note(LayoutCanvas drawing, @Nullable String text) {
        if (text != null) {
            drawing.sheet.add(LayoutCanvas.HISTORY, StyledLine.of("   " + text, Style.FAINT));
        }
    }

    /** Returns the installer's own number; that of the roots is in the header. */
    private static String counter(LayoutCanvas drawing, PackageView pkg) {
        return drawing.view.currentRoot() == null && drawing.view.active().size() > 1
                ? drawing.packages.counter(drawing.view, pkg)
                : "";
    }

    // ---- dependencies

    private static void dependencies(LayoutCanvas drawing, PackageView pkg) {
        if (pkg.dependencies().isEmpty()) {
            return;
        }
        Map<String, PackageView> byId = new HashMap<>();
        drawing.view.packages().forEach(p -> byId.put(p.id(), p));
        Set<String> all = needs(pkg, byId);
        List<PackageView> known =
                all.stream().map(byId::get).filter(Objects::nonNull).toList();
        drawing.sheet.add(
                LayoutCanvas.DEPENDENCIES,
                StyledLine.of("    " + Formats.count(all.size(), "dependency", "dependencies") + ": ")
                        .add(counts(known, all.size())));
        if (!known.isEmpty()) {
            drawing.sheet.add(LayoutCanvas.DEPENDENCIES, names(drawing, known));
        }
    }

    /** Returns the names that fit, those that need attention first. */
    private static StyledLine names(LayoutCanvas drawing, List<PackageView> packages) {
        List<PackageView> sorted = packages.stream()
                .sorted(Comparator.comparing(FullLayout::urgency))
                .toList();
        StyledLine names = StyledLine.of("      ");
        for (int i = 0; i < sorted.size(); i++) {
            PackageView one = sorted.get(i);
            int others = sorted.size() - i;
            StyledLine longer =
                    names.add((i == 0 ? "" : ", ") + one.ref().spec() + ' ').add(mark(one, drawing.theme), style(one));
            int reserved = others == 1 ? 0 : DisplayWidth.width(more(others - 1));
            if (i > 0 && longer.in(drawing.theme).width() + reserved > drawing.width) {
                return names.add(more(others), Style.FAINT);
            }
            names = longer;
        }
        return names;
    }

    private static String more(int number) {
        return " and " + number + " more";
    }

    /** Returns all direct and indirect dependencies. Not recursive, since a plan may be deeper than the stack. */
    private static Set<String> needs(PackageView pkg, Map<String, PackageView> byId) {
        Set<String> all = new LinkedHashSet<>();
        Deque<PackageView> open = new ArrayDeque<>(List.of(pkg));
        while (!open.isEmpty()) {
            for (String id : open.remove().dependencies()) {
                PackageView one = byId.get(id);
                if (all.add(id) && one != null) {
                    open.add(one);
                }
            }
        }
        return all;
    }

    private static String counts(List<PackageView> known, int all) {
        List<String> parts = new ArrayList<>();
        part(parts, known.stream().filter(FullLayout::isInstalled).count(), "installed");
        part(parts, known.stream().filter(PackageView::active).count(), "in progress");
        part(
                parts,
                known.stream()
                        .filter(p -> open(p) && p.method() == InstallMethod.BINARY_CACHE)
                        .count(),
                "from cache");
        part(
                parts,
                known.stream()
                        .filter(p -> open(p) && p.method() == InstallMethod.DOWNLOAD)
                        .count(),
                "to download");
        part(
                parts,
                known.stream()
                        .filter(p -> open(p) && (p.method() == null || p.method() == InstallMethod.SOURCE))
                        .count(),
                "to build");
        part(
                parts,
                known.stream()
                        .filter(p -> p.outcome() != null && p.outcome() != Outcome.SUCCEEDED)
                        .count(),
                "failed");
        part(parts, all - known.size(), "unknown");
        return String.join(", ", parts);
    }

    private static boolean isInstalled(PackageView pkg) {
        return pkg.outcome() == Outcome.SUCCEEDED || (pkg.planned() && PackagePhrases.isPreinstalled(pkg));
    }

    private static @Nullable Outcome outcome(PackageView pkg) {
        return isInstalled(pkg) ? Outcome.SUCCEEDED : pkg.outcome();
    }

    private static boolean open(PackageView pkg) {
        return pkg.planned() && !PackagePhrases.isPreinstalled(pkg);
    }

    private static void part(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    /** Returns the sort key: what is not installed yet comes first. */
    private static int urgency(PackageView pkg) {
        if (isInstalled(pkg)) {
            return 3;
        }
        return pkg.outcome() != null ? 0 : pkg.active() ? 1 : 2;
    }

    private static String mark(PackageView pkg, Theme theme) {
        Outcome outcome = outcome(pkg);
        if (outcome != null) {
            return theme.mark(outcome);
        }
        return theme.of(pkg.active() ? Symbol.ACTIVE : Symbol.PENDING);
    }

    private static Style style(PackageView pkg) {
        Outcome outcome = outcome(pkg);
        if (outcome != null) {
            return Style.of(outcome);
        }
        return pkg.active() ? Style.ACCENT : Style.FAINT;
    }

    // ---- phases

    private static void phases(LayoutCanvas drawing, PackageView pkg) {
        Theme theme = drawing.theme;
        List<PhaseView> done = pkg.phases();
        List<String> following =
                PhaseDescriptions.following(done.stream().map(PhaseView::name).toList());
        boolean idle = pkg.currentPhase() == null && (done.isEmpty() || pkg.activity() != null);
        int last = done.size() + following.size() + (idle ? 1 : 0) - 1;
        int name = nameWidth(done, following);
        int at = 0;
        for (PhaseView phase : done) {
            Duration time = phase.elapsed(drawing.now);
            StyledLine line = branch(theme, at, last)
                    .add(StyledLine.of(phase.name()).pad(name))
                    .add(String.format(" %7s", time == null ? "" : Formats.ticking(time)), Style.FAINT);
            if (phase.active()) {
                line = line.add("  " + theme.of(Symbol.CURRENT), Style.ACCENT);
                drawing.sheet.add(LayoutCanvas.PHASE, withUsual(drawing, line, pkg, phase.name(), "  ", ""));
                item(drawing, pkg, at < last);
            } else {
                drawing.sheet.add(
                        LayoutCanvas.OTHER_PHASES,
                        line.add("  ").add(theme.mark(phase.outcome()), Style.of(phase.outcome())));
            }
            at++;
        }
        if (idle) {
            StyledLine line = branch(theme, at, last).add(drawing.packages.activity(pkg));
            line = line.add("  " + theme.of(Symbol.CURRENT), Style.ACCENT);
            drawing.sheet.add(LayoutCanvas.PHASE, withDetail(drawing, line.add("  "), pkg.activityDetail()));
            at++;
        }
        for (String phase : following) {
            StyledLine line =
                    branch(theme, at, last).add(StyledLine.of(phase).pad(name)).add("         (pending", Style.FAINT);
            drawing.sheet.add(LayoutCanvas.OTHER_PHASES, withUsual(drawing, line, pkg, phase, ", ", ")"));
            at++;
        }
    }

    private static StyledLine withDetail(LayoutCanvas drawing, StyledLine line, @Nullable String detail) {
        int room = drawing.width - line.width();
        return detail == null || room < LayoutCanvas.SHORTEST_PATH
                ? line
                : line.add(drawing.shortened(detail, room), Style.FAINT);
    }

    /** Returns the line with the usual duration of the phase, if that is known and fits. */
    private static StyledLine withUsual(
            LayoutCanvas drawing, StyledLine line, PackageView pkg, String phase, String before, String after) {
        String usually = drawing.packages.usually(pkg, phase);
        StyledLine longer = line.add(before + usually + after, Style.FAINT);
        return usually.isEmpty() || longer.width() > drawing.width ? line.add(after, Style.FAINT) : longer;
    }

    private static int nameWidth(List<PhaseView> phases, List<String> following) {
        int width = 0;
        for (PhaseView phase : phases) {
            width = Math.max(width, DisplayWidth.width(TextSanitizer.text(phase.name())));
        }
        for (String phase : following) {
            width = Math.max(width, phase.length());
        }
        return width;
    }

    private static StyledLine branch(Theme theme, int at, int last) {
        Symbol symbol = at == last ? Symbol.LAST : at == 0 ? Symbol.FIRST : Symbol.BETWEEN;
        return StyledLine.of("    " + theme.of(symbol), Style.FAINT);
    }

    /** Adds what the phase is working on. */
    private static void item(LayoutCanvas drawing, PackageView pkg, boolean hasMore) {
        String steps = drawing.packages.steps(pkg);
        if (steps.isEmpty()) {
            return;
        }
        String item = drawing.packages.item(pkg);
        String through = hasMore ? drawing.theme.of(Symbol.THROUGH) : "   ";
        drawing.sheet.add(
                LayoutCanvas.ITEM,
                StyledLine.of("    " + through + drawing.theme.of(Symbol.LAST), Style.FAINT)
                        .add(steps)
                        .add(item.isEmpty() ? "" : ": ")
                        .add(item, Style.STRONG));
    }

    // ---- forecast, places, output

    private static void places(LayoutCanvas drawing, PackageView pkg) {
        String usually = drawing.packages.usually(pkg, drawing.width - 4);
        if (usually != null) {
            drawing.sheet.add(LayoutCanvas.USUALLY, StyledLine.of("    " + usually, Style.FAINT));
        }
        String log = pkg.log();
        if (log != null) {
            drawing.sheet.add(LayoutCanvas.LOG, place(drawing, "    Log: ", log));
            int slash = log.lastIndexOf('/');
            if (slash > 0) {
                drawing.sheet.add(
                        LayoutCanvas.PLACES, place(drawing, "    Build directory: ", log.substring(0, slash)));
            }
        }
        String hash = pkg.ref().hash();
        if (hash != null) {
            String spec = "    Spec: " + pkg.ref().spec() + '/';
            boolean brief = DisplayWidth.width(TextSanitizer.text(spec)) + hash.length() > drawing.width;
            String shown = brief ? PackageRef.shortHash(hash) : hash;
            drawing.sheet.add(LayoutCanvas.PLACES, StyledLine.of(spec + shown, Style.FAINT));
        }
    }

    private static StyledLine place(LayoutCanvas drawing, String what, String path) {
        return drawing.pathWithin(StyledLine.of(what, Style.FAINT), path, path);
    }

    private static void output(LayoutCanvas drawing, List<String> output) {
        int most = Math.max(MIN_OUTPUT, Math.min(MAX_OUTPUT, drawing.height / OUTPUT_PART));
        int first = Math.max(0, output.size() - most);
        for (int i = first; i < output.size(); i++) {
            int age = output.size() - 1 - i;
            drawing.sheet.add(
                    age == 0 ? LayoutCanvas.NEWEST_OUTPUT : LayoutCanvas.OUTPUT + age,
                    StyledLine.of("  " + drawing.theme.of(Symbol.QUOTE) + output.get(i), Style.FAINT));
        }
    }

    private static void machine(LayoutCanvas drawing, String text) {
        if (!text.isEmpty()) {
            drawing.sheet.add(LayoutCanvas.MACHINE, StyledLine.of("  " + text));
        }
    }
}
