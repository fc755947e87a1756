package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.spi.Renderer;
import java.io.PrintStream;

/**
 * A renderer that writes text, with which a host can share the terminal. These methods may be called by any thread while
 * the run goes on.
 */
public interface TextRenderer extends Renderer {

    /** How much is shown. */
    Detail detail();

    /** Shows more or less from now on. */
    void detail(Detail level);

    /**
     * Prints text of the host's own, in lines of its own, where it does not tear the display: above what moves. Colours
     * are kept; whatever else would act on the terminal is taken out.
     */
    void printAbove(String text);

    /**
     * A stream of which each line is {@linkplain #printAbove printed above}, for {@code System.setOut} or the console
     * appender of a logging library. Closing it prints a last line that has no end.
     */
    PrintStream above();
}
