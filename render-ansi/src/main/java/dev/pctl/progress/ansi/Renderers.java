package dev.pctl.progress.ansi;

import dev.pctl.progress.render.Renderer;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
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
    public static Renderer forTerminal(Detail detail, PrintStream out) {
        Map<String, String> environment = System.getenv();
        if (!"dumb".equals(environment.get("TERM"))) {
            Terminal terminal = systemTerminal();
            if (terminal != null) {
                return AnsiRenderer.of(terminal, detail, Theme.of(environment, true));
            }
        }
        return plain(detail, out, Theme.of(environment, false));
    }

    /** Plain lines on the given stream, in the local time zone. */
    public static Renderer plain(Detail detail, PrintStream out, Theme theme) {
        return new PlainRenderer(
                new OutputStreamWriter(out, StandardCharsets.UTF_8), detail, theme, ZoneId.systemDefault());
    }

    private static @Nullable Terminal systemTerminal() {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .nativeSignals(false)
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
