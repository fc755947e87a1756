package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.FleetPhrases;
import dev.pctl.progress.ansi.internal.text.Formats;
import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.fleet.FleetView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays out many runs: a line for each, in order of attention, and below those that need it what to know and to do. A pure
 * function of the view, the window and the theme.
 *
 * @since 0.1
 */
public final class FleetLayout {

    /** Below this width a line has neither a bar nor packages. */
    private static final int ROOM_FOR_BARS = 100;

    /** Below this width a line has no clock. */
    private static final int ROOM_FOR_CLOCKS = 70;

    private static final int BAR = 12;
    private static final int PERCENT = 5;
    private static final int CLOCK = 13;
    private static final int PACKAGES = 8;
    private static final int LONGEST_NAME = 44;

    /** Lines below one run, so that the others stay in sight. */
    private static final int MOST_DETAILS = 6;

    /** Lines that the worst run may have below it in a window that is too small for all runs. */
    private static final int WORST = 3;

    private final Theme theme;
    private final FleetPhrases phrases;

    /** Creates a layout for a theme. */
    public FleetLayout(Theme theme) {
        this.theme = Objects.requireNonNull(theme, "theme");
        phrases = new FleetPhrases(theme);
    }

    /**
     * Returns the lines for a window.
     *
     * @param selected the id of the run that is marked, and always in sight; null for none
     * @param width the columns of the window
     * @param height the lines that fit, at least 0
     * @return at most {@code height} lines, each at most {@code width} columns wide
     */
    public List<StyledLine> draw(FleetView view, @Nullable String selected, int width, int height) {
        List<FleetRun> runs = view.runs();
        if (height <= 0) {
            return List.of();
        }
        List<StyledLine> lines = new ArrayList<>();
        lines.add(header(view, width));
        int room = height - lines.size();
        boolean all = runs.size() <= room;
        int kept = Math.min(WORST, room / 6);
        int shown = all ? runs.size() : Math.max(0, room - 1 - kept);
        int first = first(runs, selected, shown);
        List<FleetRun> visible = runs.subList(first, first + shown);
        int spare = all ? room - shown : kept;
        Map<String, String> names = FleetPhrases.names(view);
        int nameWidth = nameWidth(visible, names, width);
        for (FleetRun run : visible) {
            String id = run.view().run();
            lines.add(row(run, names.getOrDefault(id, id), nameWidth, width, id.equals(selected)));
            if (run.attention().isNeeded()) {
                List<StyledLine> details = details(run, width, Math.min(spare, MOST_DETAILS));
                spare -= details.size();
                lines.addAll(details);
            }
        }
        if (!all && room > 0) {
            lines.add(rest(runs, first, shown, width));
        }
        return lines;
    }

    /** Returns the first run in sight: the top, or as far down as the selected one needs. */
    private static int first(List<FleetRun> runs, @Nullable String selected, int shown) {
        for (int i = shown; i < runs.size(); i++) {
            if (runs.get(i).view().run().equals(selected)) {
                return i - shown + 1;
            }
        }
        return 0;
    }

    private StyledLine header(FleetView view, int width) {
        StyledLine line = StyledLine.of(theme.of(Symbol.RUN) + phrases.totals(view), Style.STRONG);
        String packages = FleetPhrases.packages(view);
        boolean fits = line.width() + DisplayWidth.width(packages) + 3 <= width;
        return (packages.isEmpty() || !fits ? line : line.add("   " + packages, Style.FAINT)).fit(width, theme);
    }

    /** Returns the width of the names: that of the longest one in sight, as far as it leaves room for the rest. */
    private static int nameWidth(List<FleetRun> visible, Map<String, String> names, int width) {
        int longest = visible.stream()
                .mapToInt(r -> DisplayWidth.width(names.getOrDefault(r.view().run(), "")))
                .max()
                .orElse(0);
        int most = width < ROOM_FOR_CLOCKS ? width / 2 : width * 3 / 10;
        return Math.min(longest, Math.max(8, Math.min(LONGEST_NAME, most)));
    }

    private StyledLine row(FleetRun run, String name, int nameWidth, int width, boolean selected) {
        StyledLine line = StyledLine.of(selected ? "> " : "  ", Style.ACCENT)
                .add(phrases.mark(run))
                .add(" ")
                .add(StyledLine.of(name, Style.STRONG).fit(nameWidth, theme).pad(nameWidth));
        boolean known = RunPhrases.isShareKnown(run.view());
        if (width >= ROOM_FOR_BARS) {
            String bar = run.active() && known ? theme.bar(run.view().fraction(), BAR) : "";
            line = line.add("  ").add(StyledLine.of(bar, Style.ACCENT).pad(BAR));
        }
        String percent = run.active() && known ? Formats.percent(run.view().fraction()) : "";
        line = line.add(" ".repeat(Math.max(0, PERCENT - percent.length())) + percent);
        if (width >= ROOM_FOR_CLOCKS) {
            line = line.add("  ")
                    .add(StyledLine.of(phrases.clock(run), Style.FAINT).pad(CLOCK));
        }
        if (width >= ROOM_FOR_BARS) {
            line = line.add(
                    StyledLine.of(FleetPhrases.packages(run), Style.FAINT).pad(PACKAGES));
        }
        return line.add("  ").add(phrases.state(run)).fit(width, theme);
    }

    private List<StyledLine> details(FleetRun run, int width, int most) {
        return phrases.details(run).stream()
                .limit(Math.max(0, most))
                .map(l -> StyledLine.of("      ").add(l).fit(width, theme))
                .toList();
    }

    private StyledLine rest(List<FleetRun> runs, int first, int shown, int width) {
        int below = runs.size() - first - shown;
        String above = first == 0 ? "" : first + " above";
        String text = above + (first > 0 && below > 0 ? ", " : "") + (below == 0 ? "" : below + " more below");
        return StyledLine.of("    " + text, Style.FAINT).fit(width, theme);
    }
}
