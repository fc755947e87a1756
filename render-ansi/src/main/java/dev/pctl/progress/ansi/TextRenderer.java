package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.spi.Renderer;
import java.io.PrintStream;

/** A renderer that writes text, and lets the host write to the same terminal. All methods may be called by any thread. */
public interface TextRenderer extends Renderer {

    /** Returns the level of detail. */
    Detail detail();

    /** Changes the level of detail from now on. */
    void detail(Detail level);

    /**
     * Prints text of the host above the display, on lines of its own. Colours are kept; all other control sequences are
     * removed. After the renderer was closed the text is written as it is to where the display was.
     */
    void printAbove(String text);

    /**
     * Returns a stream whose lines are {@linkplain #printAbove printed above} the display, for {@code System.setOut} or the
     * console appender of a logging library. After the renderer was closed, all that is written goes through at once, so
     * the stream may stay in place.
     */
    PrintStream above();
}
