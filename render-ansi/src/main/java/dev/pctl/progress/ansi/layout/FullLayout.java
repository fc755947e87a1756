package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.Formats;
import dev.pctl.progress.ansi.internal.text.PhaseDescriptions;
import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.ansi.style.OutcomeStyle;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.SampleFact;
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
    @Override
    public List<StyledLine> draw(RunView view, Instant now, int width, int height, Theme theme) {
        LayoutCanvas drawing = new LayoutCanvas(view, now, width, height, theme);
        drawing.header(drawing.words.detailedHeadline(view, drawing.narrow()));
        drawing.remaining();
        drawing.counts();
        history(drawing);
        drawing.failures();
        List<PackageView> active = drawing.active();
        if (active.isEmpty()) {
            drawing.preparing(false);
            output(drawing, view.log().output());
        } else {
            PackageView first = active.get(0);
            drawing.title(counter(drawing, first), drawing.words.subject(view, first), first);
            dependencies(drawing, first);
            phases(drawing, first);
            places(drawing, first);
            output(drawing, first.output());
            if (active.size() > 1) {
                int room = height
                        - drawing.sheet.upTo(LayoutCanvas.REMAINING)
                        - view.machine().disks().size()
                        - view.advice().raised().size();
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

    private static void history(LayoutCanvas drawing) {
        note(drawing, drawing.words.earlier(drawing.view.forecast().outlook()));
        note(drawing, drawing.words.similar(drawing.view.forecast().outlook(), drawing.now));
        note(drawing, RunPhrases.trackRecord(drawing.view.forecast().outlook()));
        note(drawing, drawing.words.criticalPath(drawing.view.forecast().outlook()));
    }

    private static void note(LayoutCanvas drawing, @Nullable String text) {
        if (text != null) {
            drawing.sheet.add(LayoutCanvas.HISTORY, StyledLine.of("   " + text, Style.FAINT));
        }
    }

    /** The installer's own count; that of the roots stands in the header. */
    private static String counter(LayoutCanvas drawing, PackageView pkg) {
        return drawing.view.currentRoot() == null && drawing.view.active().size() > 1
                ? drawing.words.counter(drawing.view, pkg)
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

    /** As many names as there is room for, those that need attention first. */
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
                        .filter(p -> open(p) && p.method() == InstallMethod.BINARY_CACHE)
                        .count(),
                "from cache");
        part(
                parts,
                known.stream()
                        .filter(p -> open(p) && p.method() != InstallMethod.BINARY_CACHE)
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
        return pkg.outcome() == Outcome.SUCCEEDED || (pkg.planned() && RunPhrases.found(pkg));
    }

    private static @Nullable Outcome outcome(PackageView pkg) {
        return isThere(pkg) ? Outcome.SUCCEEDED : pkg.outcome();
    }

    private static boolean open(PackageView pkg) {
        return pkg.planned() && !RunPhrases.found(pkg);
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
            return OutcomeStyle.mark(outcome, theme);
        }
        return theme.of(pkg.active() ? Symbol.ACTIVE : Symbol.PENDING);
    }

    private static Style style(PackageView pkg) {
        Outcome outcome = outcome(pkg);
        if (outcome != null) {
            return OutcomeStyle.style(outcome);
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
                        line.add("  ")
                                .add(OutcomeStyle.mark(phase.outcome(), theme), OutcomeStyle.style(phase.outcome())));
            }
            at++;
        }
        if (idle) {
            StyledLine line = branch(theme, at, last).add(drawing.words.busyWith(pkg));
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
                : line.add(StyledLine.end(TextSanitizer.text(detail), room, drawing.theme), Style.FAINT);
    }

    /** The line with how long the phase usually takes, where that is known and there is room for it. */
    private static StyledLine withUsual(
            LayoutCanvas drawing, StyledLine line, PackageView pkg, String phase, String before, String after) {
        String usually = drawing.words.usually(pkg, phase);
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

    /** What is being worked on, under the phase. */
    private static void item(LayoutCanvas drawing, PackageView pkg, boolean goesOn) {
        String steps = drawing.words.steps(pkg);
        if (steps.isEmpty()) {
            return;
        }
        String item = drawing.words.item(pkg);
        String through = goesOn ? drawing.theme.of(Symbol.THROUGH) : "   ";
        drawing.sheet.add(
                LayoutCanvas.ITEM,
                StyledLine.of("    " + through + drawing.theme.of(Symbol.LAST), Style.FAINT)
                        .add(steps)
                        .add(item.isEmpty() ? "" : ": ")
                        .add(item, Style.STRONG));
    }

    // ---- forecast, places, output

    private static void places(LayoutCanvas drawing, PackageView pkg) {
        String usually = drawing.words.usually(pkg, drawing.width - 4);
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
        return StyledLine.of(what, Style.FAINT).addPathWithin(drawing.width, path, path, Style.FAINT, drawing.theme);
    }

    private static void output(LayoutCanvas drawing, List<String> output) {
        int most = Math.max(LEAST_OUTPUT, Math.min(MOST_OUTPUT, drawing.height / OUTPUT_PART));
        int first = Math.max(0, output.size() - most);
        for (int i = first; i < output.size(); i++) {
            int age = output.size() - 1 - i;
            drawing.sheet.add(
                    age == 0 ? LayoutCanvas.NEWEST_OUTPUT : LayoutCanvas.OUTPUT + age,
                    StyledLine.of("  " + drawing.theme.of(Symbol.QUOTE) + output.get(i), Style.FAINT));
        }
    }

    // ---- the machine

    private static void trees(LayoutCanvas drawing) {
        String sizes = drawing.view.machine().trees().stream()
                .filter(t -> t.bytes() > 0)
                .map(t -> t.path() + ' ' + (t.complete() ? "" : "at least ") + Formats.size(t.bytes()))
                .collect(Collectors.joining(", "));
        if (!sizes.isEmpty()) {
            drawing.sheet.add(LayoutCanvas.TREES, StyledLine.of("  Of these: " + sizes));
        }
    }

    /** What idle processes wait for, which explains a silence. */
    private static void waits(LayoutCanvas drawing) {
        SampleFact.BlockedProcesses waits = drawing.view.machine().blockedProcesses();
        if (waits != null && !waits.blocked().isEmpty()) {
            SampleFact.BlockedProcess wait = waits.blocked().get(0);
            String what = wait.reason().name().toLowerCase(Locale.ROOT);
            drawing.sheet.add(
                    LayoutCanvas.TREES,
                    StyledLine.of("  " + wait.command() + " (" + wait.pid() + ") waits: " + what
                            + (wait.target() == null ? "" : ' ' + wait.target())
                            + (wait.holder() == null ? "" : ", held by " + wait.holder())));
        }
    }

    private static void machine(LayoutCanvas drawing) {
        List<String> parts = new ArrayList<>();
        SampleFact.Cpu cpu = drawing.view.machine().cpu();
        if (cpu != null && cpu.utilization() != null) {
            parts.add("Processors: " + Formats.percent(cpu.utilization()) + " of " + cpu.cores());
        }
        SampleFact.Memory memory = drawing.view.machine().memory();
        if (memory != null) {
            parts.add("Memory: " + Formats.size(memory.usedBytes()) + " used / " + Formats.size(memory.totalBytes())
                    + " total");
        }
        SampleFact.Network network = drawing.view.machine().network();
        if (network != null && network.receivedPerSecond() >= 1) {
            parts.add("Network: " + Formats.perSecond(network.receivedPerSecond()));
        }
        if (!parts.isEmpty()) {
            drawing.sheet.add(LayoutCanvas.TREES, StyledLine.of("  " + String.join("   ", parts)));
        }
    }
}
