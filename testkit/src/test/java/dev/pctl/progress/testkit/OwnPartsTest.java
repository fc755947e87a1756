package dev.pctl.progress.testkit;

import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.spi.Renderer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The library's own renderers, sources and stores pass the kits that hosts have. */
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

    @Nested
    class InMemory extends HistoryKit {
        @Override
        protected BuildHistory history() {
            return BuildHistory.inMemory();
        }
    }

    @Nested
    class InAFile extends HistoryKit {

        @TempDir
        private Path folder;

        @Override
        protected BuildHistory history() throws IOException {
            return JsonlBuildHistory.at(
                    Files.createTempDirectory(folder, "history").resolve("builds.jsonl"));
        }
    }
}
