package dev.pctl.progress.internal.run;

import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/** The renderers of a run. */
public final class RendererGroup {

    private final List<GuardedRenderer> renderers;

    public RendererGroup(List<Renderer> unguarded) {
        renderers = unguarded.stream().map(GuardedRenderer::new).toList();
    }

    List<GuardedRenderer> renderers() {
        return renderers;
    }

    /** Requests a new frame from each renderer. */
    void changed() {
        renderers.forEach(GuardedRenderer::changed);
    }

    void draw(RunView view, Instant now) {
        renderers.forEach(r -> r.draw(view, now));
    }

    void finish(RunView view, Instant now) {
        renderers.forEach(r -> r.finish(view, now));
    }
}
