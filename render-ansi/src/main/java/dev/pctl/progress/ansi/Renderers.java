package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.SystemTerminal;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Creates the renderer that suits the output: a moving display on a terminal, plain lines elsewhere. */
public final class Renderers {

    private Renderers() {}

    /**
     * Creates a moving display if the stream is {@code System.out} or {@code System.err} and writes to a terminal that can
     * move its cursor, else a renderer of plain lines. The standard input may be anything. To be called before another
     * library opens the terminal, and before the host replaces {@code System.out}.
     *
     * @param out where to draw or print
     */
    public static TextRenderer forTerminal(Detail detail, PrintStream out) {
        return forTerminal(detail, out, false);
    }

    /**
     * Creates the same, with keys on a moving display that change the level of detail: 0, 1, 2, and v for everything and
     * back.
     *
     * @param out where to draw or print
     * @param keys whether there are such keys
     */
    public static TextRenderer forTerminal(Detail detail, PrintStream out, boolean keys) {
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(out, "out");
        Map<String, String> environment = System.getenv();
        SystemTerminal terminal = SystemTerminal.of(out, environment);
        if (terminal == null) {
            return plain(detail, out, Theme.of(environment, false));
        }
        return AnsiRenderer.builder()
                .detail(detail)
                .theme(Theme.of(environment, true))
                .capabilities(TerminalCapabilities.of(environment))
                .keys(keys)
                .on(terminal);
    }

    /** Returns whether the stream is {@code System.out} or {@code System.err}, and a terminal of any type. */
    public static boolean isTerminal(PrintStream out) {
        return SystemTerminal.isTerminal(Objects.requireNonNull(out, "out"));
    }

    /** Creates a renderer of plain lines, with foldable parts if the environment names a CI service that has them. */
    public static TextRenderer plain(Detail detail, PrintStream out, Theme theme) {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(theme, "theme");
        Charset charset = theme.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        return PlainRenderer.of(new OutputStreamWriter(out, charset), detail, theme, CiPlatform.of(System.getenv()));
    }
}
