package dev.pctl.progress.testkit;

import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.spi.Renderer;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The library's own renderers and sources pass the contracts that hosts use. */
class OwnPartsTest {

    @Nested
    class PlainLines extends RendererContract {
        @Override
        protected Renderer renderer(OutputStream out) {
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            return Renderers.plain(Detail.EVERYTHING, print, Theme.of(Map.of(), false));
        }
    }

    @Nested
    class OnATerminal extends RendererContract {
        @Override
        protected Renderer renderer(OutputStream out) {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            return AnsiRenderer.of(writer, 80, 24, Detail.EVERYTHING, Theme.of(Map.of("TERM", "xterm-256color"), true));
        }
    }

    @Nested
    class Streams extends LogSourceContract {
        @Override
        protected LogSource source(byte[] log) {
            return LogSources.of(new ByteArrayInputStream(log));
        }
    }
}
