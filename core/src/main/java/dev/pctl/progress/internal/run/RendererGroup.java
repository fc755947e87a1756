package dev.pctl.progress.internal.run;

import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/** The renderers of a run. */
public final class RendererGroup {

    private final List<GuardedRenderer> canvases;

    public RendererGroup(List<Renderer> renderers) {
        canvases = renderers.stream().map(GuardedRenderer::new).toList();
    }

    List<GuardedRenderer> canvases() {
        return canvases;
    }

    /** There is something new to draw. */
    public void changed() {
        canvases.forEach(GuardedRenderer::changed);
    }

    public void draw(RunView view, Instant now) {
        canvases.forEach(c -> c.draw(view, now));
    }

    public void finish(RunView view, Instant now) {
        canvases.forEach(c -> c.finish(view, now));
    }
}
