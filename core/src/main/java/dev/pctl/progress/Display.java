package dev.pctl.progress;

import dev.pctl.progress.render.Renderer;
import dev.pctl.progress.state.RunView;
import java.time.Instant;
import java.util.List;

/** The renderers of a run. */
final class Display {

    private final List<Canvas> canvases;

    Display(List<Renderer> renderers) {
        canvases = renderers.stream().map(Canvas::new).toList();
    }

    List<Canvas> canvases() {
        return canvases;
    }

    /** There is something new to draw. */
    void changed() {
        canvases.forEach(Canvas::changed);
    }

    void draw(RunView view, Instant now) {
        canvases.forEach(c -> c.draw(view, now));
    }

    void finish(RunView view, Instant now) {
        canvases.forEach(c -> c.finish(view, now));
    }
}
