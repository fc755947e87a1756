package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Makes the renderer that suits where the output goes. */
public final class Renderers {

    private Renderers() {}

    /**
     * A moving display on the terminal of this process, or plain lines on the given stream where there is no terminal
     * or only a dumb one. To be called before anything else opens the terminal.
     *
     * @param out where plain lines go, such as {@code System.out}
     */
    public static TextRenderer forTerminal(Detail detail, PrintStream out) {
        return forTerminal(detail, out, false);
    }

    /**
     * The same, on a terminal with keys that change the level of detail: 0, 1, 2, and v for all and back.
     *
     * @param keys whether there are such keys
     */
    public static TextRenderer forTerminal(Detail detail, PrintStream out, boolean keys) {
        Map<String, String> environment = System.getenv();
        if (!"dumb".equals(environment.get("TERM"))) {
            Terminal terminal = systemTerminal();
            if (terminal != null) {
                return AnsiRenderer.builder()
                        .detail(detail)
                        .theme(Theme.of(environment, true))
                        .capabilities(TerminalCapabilities.of(environment))
                        .keys(keys)
                        .on(terminal);
            }
        }
        return plain(detail, out, Theme.of(environment, false));
    }

    /**
     * Plain lines on the given stream, with parts that can be folded where the environment tells that the page of a CI
     * service shows them.
     */
    public static TextRenderer plain(Detail detail, PrintStream out, Theme theme) {
        Charset charset = theme.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        return new PlainRenderer(new OutputStreamWriter(out, charset), detail, theme, CiPlatform.of(System.getenv()));
    }

    private static @Nullable Terminal systemTerminal() {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .nativeSignals(false)
                    // Would print emoji and ask where the cursor is then.
                    .graphemeCluster(false)
                    .dumb(false)
                    .build();
            if (Terminal.TYPE_DUMB.equals(terminal.getType())) {
                terminal.close();
                return null;
            }
            return terminal;
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }
}
