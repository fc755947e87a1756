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
     * Takes an action that requests a frame; called before the first frame. A renderer runs it when something outside
     * the view has changed, such as the size of its window. Any thread may run it; the renderer's own thread draws the
     * frame. In a run that its host drives, the next tick draws it.
     */
    default void attach(Runnable request) {}

    /**
     * Shows the run as it is.
     *
     * @param now the present time, for what ticks
     * @throws IOException if the display is gone; the renderer is then closed and not called again
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
