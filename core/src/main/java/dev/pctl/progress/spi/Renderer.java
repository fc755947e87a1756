package dev.pctl.progress.spi;

import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.time.Instant;

/**
 * Shows a run. A renderer draws from the view and the time alone; it need not see every view, only the newest. Each
 * renderer is called by one thread of its own, at most ten times a second, and a renderer that throws or hangs never
 * disturbs the build or the others.
 */
public interface Renderer extends AutoCloseable {

    /**
     * Hands over a request for a frame, before the first one is drawn: a renderer runs it when something that is not in
     * the view has changed, such as the size of its window. May be run by any thread; the frame is drawn by the
     * renderer's own. In a run that its host drives, that is with the next tick.
     */
    default void attach(Runnable request) {}

    /**
     * Shows the run as it is.
     *
     * @param now the present time, for what ticks
     * @throws IOException if the display is gone; the renderer is then not called again but to be closed
     */
    void render(RunView view, Instant now) throws IOException;

    /**
     * Shows the run for the last time and leaves the display clean. Called once.
     *
     * @throws IOException if the display is gone
     */
    void finish(RunView view, Instant now) throws IOException;

    /** Leaves the display clean and releases what the renderer holds, whatever happened before. */
    @Override
    void close() throws IOException;
}
