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
        protected Renderer renderer(OutputStream out) {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            return AnsiRenderer.of(writer, 80, 24, Detail.EVERYTHING, Theme.of(Map.of("TERM", "xterm-256color"), true));
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
