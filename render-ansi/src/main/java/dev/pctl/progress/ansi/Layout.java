package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.PhaseView;
import dev.pctl.progress.state.RootView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jline.utils.AttributedString;

/**
 * What stands at the bottom of the screen while a run goes on: a pure function of view, time and window. It never has
 * more lines than the window less one, and no line is wider than the window.
 */
final class Layout {

    private static final int BAR = 18;

    /** Below this width there is no room for a package's bar. */
    private static final int NARROW = 60;

    private static final int WIDEST_ARROW = 24;
    private static final int LOG_LINES = 5;

    private final Detail detail;
    private final Theme theme;
    private final Words words;

    Layout(Detail detail, Theme theme) {
        this.detail = detail;
        this.theme = theme;
        this.words = new Words(theme);
    }

    List<AttributedString> draw(RunView view, Instant now, int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(header(view, now, width));
        int room = Math.max(0, height - 1);
        List<Line> footer = footer(view);
        lines.addAll(packages(view, now, width, room - 1 - footer.size()));
        lines.addAll(footer);
        if (detail == Detail.EVERYTHING) {
            String remaining = words.remaining(view, now);
            if (remaining != null) {
                lines.add(1, Line.of("   " + remaining, Styles.FAINT));
            }
        }
        return lines.stream().limit(room).map(l -> l.fit(width, theme)).toList();
    }

    private Line header(RunView view, Instant now, int width) {
        String clock = words.clock(view, now);
        String percent = Numbers.percent(view.fraction());
        String start = theme.box() + words.headline(view);
        int taken = AttributedString.fromAnsi(start).columnLength() + percent.length() + clock.length() + 7;
        int arrow = Math.min(WIDEST_ARROW, width - taken);
        Line line = Line.of(start, Styles.STRONG).add("  " + percent + ' ', Styles.STRONG);
        if (arrow >= 5) {
            line.add(theme.arrow(view.fraction(), arrow) + ' ', Styles.ACCENT);
        }
        return line.add(clock);
    }

    // ---- packages

    private List<Line> packages(RunView view, Instant now, int width, int room) {
        List<PackageView> active = view.active().stream()
                .sorted(Comparator.comparing(p -> Objects.requireNonNullElse(p.started(), Instant.MAX)))
                .toList();
        if (active.isEmpty()) {
            return preparing(view, now);
        }
        List<Line> lines = new ArrayList<>();
        int shown = 0;
        for (PackageView pkg : active) {
            List<Line> block = block(view, pkg, now, width);
            boolean last = shown == active.size() - 1;
            if (!lines.isEmpty() && lines.size() + block.size() + (last ? 0 : 1) > room) {
                break;
            }
            lines.addAll(block);
            shown++;
            if (detail == Detail.PHASE) {
                break;
            }
        }
        if (shown < active.size()) {
            lines.add(Line.of("  and " + (active.size() - shown) + " more", Styles.FAINT));
        }
        return lines;
    }

    /** No package is being built, but a root is being worked on: the installer works out what it needs. */
    private List<Line> preparing(RunView view, Instant now) {
        RootView root = view.currentRoot();
        if (root == null) {
            return List.of();
        }
        Duration elapsed = root.elapsed(now);
        return List.of(
                Line.of("  " + Words.counter(root))
                        .add(root.spec(), Styles.STRONG)
                        .add(elapsed == null ? "" : "  (" + Numbers.ticking(elapsed) + " elapsed)", Styles.FAINT),
                Line.of("        " + theme.corner() + "preparing (working out what it needs)"));
    }

    private List<Line> block(RunView view, PackageView pkg, Instant now, int width) {
        List<Line> lines = new ArrayList<>();
        lines.add(title(view, pkg, now, width));
        if (detail == Detail.EVERYTHING) {
            lines.addAll(everything(view, pkg, now));
        } else {
            lines.add(Line.of("        " + theme.corner()).add(phase(pkg)));
        }
        return lines;
    }

    private Line title(RunView view, PackageView pkg, Instant now, int width) {
        Line line = Line.of("  " + words.counter(view, pkg)).add(words.subject(view, pkg), Styles.STRONG);
        Double share = words.share(pkg, now);
        if (share != null) {
            line.add(width < NARROW ? "" : "  " + theme.bar(share, BAR), Styles.ACCENT)
                    .add(' ' + Numbers.percent(share));
        }
        return line.add("  " + times(pkg, now), Styles.FAINT);
    }

    private String times(PackageView pkg, Instant now) {
        Duration elapsed = pkg.elapsed(now);
        String past = elapsed == null ? "" : Numbers.ticking(elapsed) + " elapsed";
        String left = words.remaining(pkg, now);
        if (left == null) {
            return past.isEmpty() ? "" : "(" + past + ')';
        }
        return "(" + past + (past.isEmpty() ? "" : ", ") + left + ')';
    }

    private String phase(PackageView pkg) {
        String busy = words.busyWith(pkg);
        String steps = words.steps(pkg);
        if (!steps.isEmpty()) {
            return "Phase: " + busy + " (" + steps + ')';
        }
        String meaning = pkg.currentPhase() == null ? null : words.meaning(busy);
        return "Phase: " + busy + (meaning == null ? "" : " (" + meaning + ')');
    }

    private List<Line> everything(RunView view, PackageView pkg, Instant now) {
        List<Line> lines = new ArrayList<>();
        dependencies(view, pkg, lines);
        List<PhaseView> phases = pkg.phases();
        for (int i = 0; i < phases.size(); i++) {
            PhaseView phase = phases.get(i);
            boolean last = i == phases.size() - 1;
            Duration time = phase.elapsed(now);
            Line line = Line.of("    " + (last ? theme.corner() : theme.tee()) + phase.name())
                    .add(time == null ? "" : "  " + Numbers.ticking(time), Styles.FAINT);
            if (phase.active()) {
                line.add(theme.current(), Styles.ACCENT);
            }
            lines.add(line);
        }
        if (phases.isEmpty()) {
            lines.add(Line.of("    " + theme.corner() + words.busyWith(pkg))
                    .add(pkg.activityDetail() == null ? "" : "  " + pkg.activityDetail(), Styles.FAINT));
        }
        String steps = words.steps(pkg);
        if (!steps.isEmpty()) {
            lines.add(Line.of("       " + theme.corner() + steps));
        }
        if (pkg.forecast() != null) {
            lines.add(Line.of(
                    "    usually "
                            + Numbers.range(pkg.forecast().p10(), pkg.forecast().p90(), theme.dash()) + ", "
                            + pkg.forecast().basis(),
                    Styles.FAINT));
        }
        if (pkg.log() != null) {
            lines.add(Line.of("    Log: " + pkg.log(), Styles.FAINT));
        }
        return lines;
    }

    private void dependencies(RunView view, PackageView pkg, List<Line> lines) {
        if (pkg.dependencies().isEmpty()) {
            return;
        }
        long installed = pkg.dependencies().stream()
                .map(view::packageOf)
                .filter(p -> p != null && p.outcome() == Outcome.SUCCEEDED)
                .count();
        lines.add(Line.of("    Dependencies: " + installed + " installed, "
                + (pkg.dependencies().size() - installed) + " pending"));
    }

    // ---- what stands below the packages

    private List<Line> footer(RunView view) {
        List<Line> lines = new ArrayList<>();
        if (detail == Detail.EVERYTHING) {
            List<String> output = view.output();
            output.subList(Math.max(0, output.size() - LOG_LINES), output.size())
                    .forEach(o -> lines.add(Line.of("  | " + o, Styles.FAINT)));
        }
        boolean several = view.disks().size() > 1 || detail == Detail.EVERYTHING;
        for (SampleFact.Disk disk : view.disks()) {
            lines.add(Line.of("  " + words.disk(disk, several)));
            if (detail != Detail.EVERYTHING) {
                break;
            }
        }
        for (Advice advice : view.advice()) {
            lines.add(Line.of("  " + theme.warning() + ' ' + advice.seen(), Styles.WARN));
        }
        return lines;
    }
}
