package dev.pctl.progress.internal.run;

import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Guards one renderer: once it fails, it is closed and not called again. The run and other renderers continue. */
final class GuardedRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedRenderer.class);

    private final Renderer renderer;
    private final Object signal = new Object();
    private boolean dirty = true;
    private boolean rendererClosed;

    GuardedRenderer(Renderer renderer) {
        this.renderer = renderer;
        guard(() -> renderer.attach(this::changed));
    }

    void changed() {
        synchronized (signal) {
            dirty = true;
            signal.notifyAll();
        }
    }

    /** Waits until there is something new, or the time has passed. */
    void awaitChange(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (signal) {
            while (!dirty) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    break;
                }
                signal.wait(millis);
            }
            dirty = false;
        }
    }

    synchronized void draw(RunView view, Instant now) {
        if (!rendererClosed) {
            guard(() -> renderer.render(view, now));
        }
    }

    synchronized void finish(RunView view, Instant now) {
        if (!rendererClosed) {
            guard(() -> renderer.finish(view, now));
        }
        closeRenderer();
    }

    private void closeRenderer() {
        if (!rendererClosed) {
            rendererClosed = true;
            guard(renderer::close);
        }
    }

    @SuppressWarnings("IllegalCatch") // an error of a renderer must not leave its terminal as it is
    private void guard(Drawing drawing) {
        try {
            drawing.run();
        } catch (Throwable t) {
            LOG.warn("renderer {} failed and is closed: {}", renderer.getClass().getName(), t.toString());
            LOG.debug("renderer failure", t);
            closeRenderer();
        }
    }

    private interface Drawing {
        void run() throws IOException;
    }
}
