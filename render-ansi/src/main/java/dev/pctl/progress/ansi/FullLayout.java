package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.PhaseView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Level 2: all that is known of the package that is worked on longest, its log, the others in a table, the forecast with
 * what it rests on, and the machine.
 */
final class FullLayout implements Layout {

    /** The share of the window that the other packages may take. */
    private static final int OTHERS_PART = 3;

    /** The share of the window that the log may take, so that what is finished can still be seen above. */
    private static final int OUTPUT_PART = 4;

    private static final int LEAST_OUTPUT = 2;
    private static final int MOST_OUTPUT = 10;

    /** What Spack itself shows of a hash. */
    private static final int SHORT_HASH = 7;

    @Override
    public List<Line> draw(RunView view, Instant now, int width, int height, Theme theme) {
        Drawing drawing = new Drawing(view, now, width, height, theme);
        drawing.header(drawing.words.detailedHeadline(view, drawing.narrow()));
        drawing.remaining();
        drawing.counts();
        history(drawing);
        drawing.failures();
        List<PackageView> active = drawing.active();
        if (active.isEmpty()) {
            drawing.preparing(false);
            output(drawing, view.output());
        } else {
            PackageView first = active.get(0);
            drawing.title(counter(drawing, first), drawing.words.subject(view, first), first);
            dependencies(drawing, first);
            phases(drawing, first);
            places(drawing, first);
            output(drawing, first.output());
            if (active.size() > 1) {
                int room = height
                        - drawing.sheet.upTo(Drawing.REMAINING)
                        - view.disks().size()
                        - view.advice().size();
                drawing.table(active.subList(1, active.size()), Math.max(1, Math.min(room, height / OTHERS_PART)));
            }
        }
        drawing.disks(true);
        trees(drawing);
        machine(drawing);
        waits(drawing);
        drawing.advice();
        return drawing.lines();
    }

    private static void history(Drawing drawing) {
        note(drawing, drawing.words.earlier(drawing.view.outlook()));
        note(drawing, drawing.words.similar(drawing.view.outlook(), drawing.now));
        note(drawing, Words.trackRecord(drawing.view.outlook()));
        note(drawing, drawing.words.criticalPath(drawing.view.outlook()));
    }

    private static void note(Drawing drawing, @Nullable String text) {
        if (text != null) {
            drawing.sheet.add(Drawing.HISTORY, Line.of("   " + text, Style.FAINT));
        }
    }

    /** The installer's own count; that of the roots stands in the header. */
    private static String counter(Drawing drawing, PackageView pkg) {
        return drawing.view.currentRoot() == null && drawing.view.active().size() > 1
                ? drawing.words.counter(drawing.view, pkg)
                : "";
    }

    // ---- dependencies

    private static void dependencies(Drawing drawing, PackageView pkg) {
        if (pkg.dependencies().isEmpty()) {
            return;
        }
        Map<String, PackageView> byId = new HashMap<>();
        drawing.view.packages().forEach(p -> byId.put(p.id(), p));
        Set<String> all = needs(pkg, byId);
        List<PackageView> known =
                all.stream().map(byId::get).filter(Objects::nonNull).toList();
        drawing.sheet.add(
                Drawing.DEPENDENCIES,
                Line.of("    " + Numbers.count(all.size(), "dependency", "dependencies") + ": ")
                        .add(counts(known, all.size())));
        if (!known.isEmpty()) {
            drawing.sheet.add(Drawing.DEPENDENCIES, names(drawing, known));
        }
    }

    /** As many names as there is room for, those that need attention first. */
    private static Line names(Drawing drawing, List<PackageView> packages) {
        List<PackageView> sorted = packages.stream()
                .sorted(Comparator.comparing(FullLayout::urgency))
                .toList();
        Line names = Line.of("      ");
        for (int i = 0; i < sorted.size(); i++) {
            PackageView one = sorted.get(i);
            int others = sorted.size() - i;
            Line longer =
                    names.add((i == 0 ? "" : ", ") + one.ref().spec() + ' ').add(mark(one, drawing.theme), style(one));
            int reserved = others == 1 ? 0 : Cells.width(more(others - 1));
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

    /** All that the package needs, directly or not. A plan may be deeper than the stack. */
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
        part(parts, known.stream().filter(FullLayout::isThere).count(), "installed");
        part(parts, known.stream().filter(PackageView::active).count(), "in work");
        part(
                parts,
                known.stream()
                        .filter(p -> open(p) && p.method() == Method.BINARY_CACHE)
                        .count(),
                "from cache");
        part(
                parts,
                known.stream()
                        .filter(p -> open(p) && p.method() != Method.BINARY_CACHE)
                        .count(),
                "to build");
        part(
                parts,
                known.stream()
                        .filter(p -> p.outcome() != null && p.outcome() != Outcome.SUCCEEDED)
                        .count(),
                "failed");
        part(parts, all - known.size(), "not known");
        return String.join(", ", parts);
    }

    private static boolean isThere(PackageView pkg) {
        return pkg.outcome() == Outcome.SUCCEEDED || (pkg.planned() && Words.found(pkg));
    }

    private static @Nullable Outcome outcome(PackageView pkg) {
        return isThere(pkg) ? Outcome.SUCCEEDED : pkg.outcome();
    }

    private static boolean open(PackageView pkg) {
        return pkg.planned() && !Words.found(pkg);
    }

    private static void part(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    /** What is not installed yet comes first. */
    private static int urgency(PackageView pkg) {
        if (isThere(pkg)) {
            return 3;
        }
        return pkg.outcome() != null ? 0 : pkg.active() ? 1 : 2;
    }

    private static String mark(PackageView pkg, Theme theme) {
        Outcome outcome = outcome(pkg);
        if (outcome != null) {
            return Outcomes.mark(outcome, theme);
        }
        return theme.of(pkg.active() ? Symbol.ACTIVE : Symbol.PENDING);
    }

    private static Style style(PackageView pkg) {
        Outcome outcome = outcome(pkg);
        if (outcome != null) {
            return Outcomes.style(outcome);
        }
        return pkg.active() ? Style.ACCENT : Style.FAINT;
    }

    // ---- phases

    private static void phases(Drawing drawing, PackageView pkg) {
        Theme theme = drawing.theme;
        List<PhaseView> done = pkg.phases();
        List<String> following =
                UsualPhases.following(done.stream().map(PhaseView::name).toList());
        boolean idle = pkg.currentPhase() == null && (done.isEmpty() || pkg.activity() != null);
        int last = done.size() + following.size() + (idle ? 1 : 0) - 1;
        int name = nameWidth(done, following);
        int at = 0;
        for (PhaseView phase : done) {
            Duration time = phase.elapsed(drawing.now);
            Line line = branch(theme, at, last)
                    .add(Line.of(phase.name()).pad(name))
                    .add(String.format(" %7s", time == null ? "" : Numbers.ticking(time)), Style.FAINT);
            if (phase.active()) {
                line = line.add("  " + theme.of(Symbol.CURRENT), Style.ACCENT);
                drawing.sheet.add(Drawing.PHASE, withUsual(drawing, line, pkg, phase.name(), "  ", ""));
                item(drawing, pkg, at < last);
            } else {
                drawing.sheet.add(
                        Drawing.OTHER_PHASES,
                        line.add("  ").add(Outcomes.mark(phase.outcome(), theme), Outcomes.style(phase.outcome())));
            }
            at++;
        }
        if (idle) {
            Line line = branch(theme, at, last).add(drawing.words.busyWith(pkg));
            line = line.add("  " + theme.of(Symbol.CURRENT), Style.ACCENT);
            drawing.sheet.add(Drawing.PHASE, withDetail(drawing, line.add("  "), pkg.activityDetail()));
            at++;
        }
        for (String phase : following) {
            Line line = branch(theme, at, last).add(Line.of(phase).pad(name)).add("         (pending", Style.FAINT);
            drawing.sheet.add(Drawing.OTHER_PHASES, withUsual(drawing, line, pkg, phase, ", ", ")"));
            at++;
        }
    }

    private static Line withDetail(Drawing drawing, Line line, @Nullable String detail) {
        int room = drawing.width - line.width();
        return detail == null || room < Drawing.SHORTEST_PATH
                ? line
                : line.add(Line.end(Safe.text(detail), room, drawing.theme), Style.FAINT);
    }

    /** The line with how long the phase usually takes, where that is known and there is room for it. */
    private static Line withUsual(
            Drawing drawing, Line line, PackageView pkg, String phase, String before, String after) {
        String usually = drawing.words.usually(pkg, phase);
        Line longer = line.add(before + usually + after, Style.FAINT);
        return usually.isEmpty() || longer.width() > drawing.width ? line.add(after, Style.FAINT) : longer;
    }

    private static int nameWidth(List<PhaseView> phases, List<String> following) {
        int width = 0;
        for (PhaseView phase : phases) {
            width = Math.max(width, Cells.width(Safe.text(phase.name())));
        }
        for (String phase : following) {
            width = Math.max(width, phase.length());
        }
        return width;
    }

    private static Line branch(Theme theme, int at, int last) {
        Symbol symbol = at == last ? Symbol.LAST : at == 0 ? Symbol.FIRST : Symbol.BETWEEN;
        return Line.of("    " + theme.of(symbol), Style.FAINT);
    }

    /** What is being worked on, under the phase. */
    private static void item(Drawing drawing, PackageView pkg, boolean goesOn) {
        String steps = drawing.words.steps(pkg);
        if (steps.isEmpty()) {
            return;
        }
        String item = drawing.words.item(pkg);
        String through = goesOn ? drawing.theme.of(Symbol.THROUGH) : "   ";
        drawing.sheet.add(
                Drawing.ITEM,
                Line.of("    " + through + drawing.theme.of(Symbol.LAST), Style.FAINT)
                        .add(steps)
                        .add(item.isEmpty() ? "" : ": ")
                        .add(item, Style.STRONG));
    }

    // ---- forecast, places, output

    private static void places(Drawing drawing, PackageView pkg) {
        String usually = drawing.words.usually(pkg, drawing.width - 4);
        if (usually != null) {
            drawing.sheet.add(Drawing.USUALLY, Line.of("    " + usually, Style.FAINT));
        }
        String log = pkg.log();
        if (log != null) {
            drawing.sheet.add(Drawing.LOG, place(drawing, "    Log: ", log));
            int slash = log.lastIndexOf('/');
            if (slash > 0) {
                drawing.sheet.add(Drawing.PLACES, place(drawing, "    Build directory: ", log.substring(0, slash)));
            }
        }
        String hash = pkg.ref().hash();
        if (hash != null) {
            String spec = "    Spec: " + pkg.ref().spec() + '/';
            boolean brief = Cells.width(Safe.text(spec)) + hash.length() > drawing.width;
            String shown = brief && hash.length() > SHORT_HASH ? hash.substring(0, SHORT_HASH) : hash;
            drawing.sheet.add(Drawing.PLACES, Line.of(spec + shown, Style.FAINT));
        }
    }

    private static Line place(Drawing drawing, String what, String path) {
        return Line.of(what, Style.FAINT).addPathWithin(drawing.width, path, path, Style.FAINT, drawing.theme);
    }

    private static void output(Drawing drawing, List<String> output) {
        int most = Math.max(LEAST_OUTPUT, Math.min(MOST_OUTPUT, drawing.height / OUTPUT_PART));
        int first = Math.max(0, output.size() - most);
        for (int i = first; i < output.size(); i++) {
            int age = output.size() - 1 - i;
            drawing.sheet.add(
                    age == 0 ? Drawing.NEWEST_OUTPUT : Drawing.OUTPUT + age,
                    Line.of("  " + drawing.theme.of(Symbol.QUOTE) + output.get(i), Style.FAINT));
        }
    }

    // ---- the machine

    private static void trees(Drawing drawing) {
        String sizes = drawing.view.trees().stream()
                .filter(t -> t.bytes() > 0)
                .map(t -> t.path() + ' ' + (t.complete() ? "" : "at least ") + Numbers.size(t.bytes()))
                .collect(Collectors.joining(", "));
        if (!sizes.isEmpty()) {
            drawing.sheet.add(Drawing.TREES, Line.of("  Of these: " + sizes));
        }
    }

    /** What idle processes wait for, which explains a silence. */
    private static void waits(Drawing drawing) {
        SampleFact.Waits waits = drawing.view.waits();
        if (waits != null && !waits.waits().isEmpty()) {
            SampleFact.Wait wait = waits.waits().get(0);
            String what = wait.reason().name().toLowerCase(Locale.ROOT);
            drawing.sheet.add(
                    Drawing.TREES,
                    Line.of("  " + wait.command() + " (" + wait.pid() + ") waits: " + what
                            + (wait.target() == null ? "" : ' ' + wait.target())
                            + (wait.holder() == null ? "" : ", held by " + wait.holder())));
        }
    }

    private static void machine(Drawing drawing) {
        List<String> parts = new ArrayList<>();
        SampleFact.Cpu cpu = drawing.view.cpu();
        if (cpu != null && cpu.utilization() != null) {
            parts.add("Processors: " + Numbers.percent(cpu.utilization()) + " of " + cpu.cores());
        }
        SampleFact.Memory memory = drawing.view.memory();
        if (memory != null) {
            parts.add("Memory: " + Numbers.size(memory.usedBytes()) + " used / " + Numbers.size(memory.totalBytes())
                    + " total");
        }
        SampleFact.Network network = drawing.view.network();
        if (network != null && network.receivedPerSecond() >= 1) {
            parts.add("Network: " + Numbers.perSecond(network.receivedPerSecond()));
        }
        if (!parts.isEmpty()) {
            drawing.sheet.add(Drawing.TREES, Line.of("  " + String.join("   ", parts)));
        }
    }
}
