package dev.pctl.progress.testkit;

import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.Detail;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.Theme;
import dev.pctl.progress.estimator.History;
import dev.pctl.progress.estimator.JsonlHistory;
import dev.pctl.progress.render.Renderer;
import dev.pctl.progress.source.LogSource;
import dev.pctl.progress.source.LogSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The library's own renderers, sources and stores pass the kits that hosts have. */
class OwnPartsTest {

    @Nested
    class PlainLines extends RendererKit {
        @Override
        protected Renderer renderer(OutputStream out) {
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            return Renderers.plain(Detail.EVERYTHING, print, Theme.of(Map.of(), false));
        }
    }

    @Nested
    class OnATerminal extends RendererKit {
        @Override
        protected Renderer renderer(OutputStream out) throws IOException {
            Terminal terminal = TerminalBuilder.builder()
                    .system(false)
                    .streams(InputStream.nullInputStream(), out)
                    .type("xterm-256color")
                    .encoding(StandardCharsets.UTF_8)
                    .size(new Size(80, 24))
                    .build();
            return AnsiRenderer.of(terminal, Detail.EVERYTHING, Theme.of(Map.of("TERM", "xterm-256color"), true));
        }
    }

    @Nested
    class Streams extends LogSourceKit {
        @Override
        protected LogSource source(byte[] log) {
            return LogSources.of(new ByteArrayInputStream(log));
        }
    }

    @Nested
    class InMemory extends HistoryKit {
        @Override
        protected History history() {
            return History.inMemory();
        }
    }

    @Nested
    class InAFile extends HistoryKit {

        @TempDir
        private Path folder;

        @Override
        protected History history() throws IOException {
            return JsonlHistory.at(Files.createTempDirectory(folder, "history").resolve("builds.jsonl"));
        }
    }
}
