package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/**
 * What stands at the bottom of the screen while a run goes on: a pure function of view, time, window and theme, so that
 * a recording is drawn as the run was. What does not fit is cut, but a layout that knows what matters most leaves out the
 * rest itself. Those that come with the library are in {@link Layouts}.
 */
@FunctionalInterface
public interface Layout {

    /**
     * Draws.
     *
     * @param now the present time, for what ticks
     * @param width the window's columns
     * @param height the lines that there is room for, at least 0
     * @return at most {@code height} lines, each at most {@code width} wide; what is more is cut off
     */
    List<StyledLine> draw(RunView view, Instant now, int width, int height, Theme theme);
}
