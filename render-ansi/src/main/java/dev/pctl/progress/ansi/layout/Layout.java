package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/**
 * Lays out the footer of the moving display: a pure function of view, time, window and theme, so that a recording is
 * drawn as the run was. Lines that do not fit are cut; a layout should leave out the least important ones itself. The
 * library's own layouts are in {@link Layouts}.
 */
@FunctionalInterface
public interface Layout {

    /**
     * Returns the lines of the footer.
     *
     * @param now the current time, for running durations
     * @param width the columns of the window
     * @param height the lines that fit, at least 0
     * @return at most {@code height} lines, each at most {@code width} columns wide; the rest is cut
     */
    List<StyledLine> draw(RunView view, Instant now, int width, int height, Theme theme);
}
