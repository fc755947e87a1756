package dev.pctl.progress.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kits find what they are there to find. */
class KitsFindFaultsTest {

    @Test
    void aRendererThatPassesOnWhatLogsSayIsFound() {
        RendererContract kit = new RendererContract() {
            @Override
            protected Renderer renderer(OutputStream out) {
                return new Naive(out);
            }
        };
        assertThatThrownBy(kit::textOfALogNeverReachesTheTerminalAsControlSequences)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aRendererThatNeedsEveryViewIsFound() {
        RendererContract kit = new RendererContract() {
            @Override
            protected Renderer renderer(OutputStream out) {
                return new Naive(out);
            }
        };
        assertThatThrownBy(kit::itShowsEveryStateOfARun).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aSourceThatLosesBytesIsFound() {
        LogSourceContract kit = new LogSourceContract() {
            @Override
            protected LogSource source(byte[] log) {
                return new Lossy(log);
            }
        };
        assertThatThrownBy(kit::itGivesAllBytesInOrderIntoBuffersOfAnySize).isInstanceOf(AssertionError.class);
    }

    @Test
    void aStoreThatForgetsItsOrderIsFound() {
        HistoryKit kit = new HistoryKit() {
            @Override
            protected BuildHistory history() {
                return new Stack();
            }
        };
        assertThatThrownBy(kit::recordsComeBackAsTheyWereAndInOrder).isInstanceOf(AssertionError.class);
    }

    /** Prints the title as it is, and believes that there always is a stage. */
    private record Naive(OutputStream out) implements Renderer {

        @Override
        public void render(RunView view, Instant now) throws IOException {
            out.write(view.title().getBytes(StandardCharsets.UTF_8));
            if (view.title().equals("image some text")) {
                out.write(view.stages().get(0).title().getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void finish(RunView view, Instant now) {}

        @Override
        public void close() {}
    }

    /** Forgets what does not fit into the buffer. */
    private static final class Lossy implements LogSource {

        private byte[] log;

        Lossy(byte[] log) {
            this.log = log;
        }

        @Override
        public int read(byte[] buffer) {
            int count = Math.min(buffer.length, log.length);
            System.arraycopy(log, 0, buffer, 0, count);
            log = new byte[0];
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {}
    }

    /** The newest first. */
    private static final class Stack implements BuildHistory {

        private final List<BuildRecord> records = new ArrayList<>();

        @Override
        public void append(List<BuildRecord> added) {
            added.forEach(r -> records.add(0, r));
        }

        @Override
        public List<BuildRecord> all() {
            return List.copyOf(records);
        }

        @Override
        public void clear() {
            records.clear();
        }
    }
}
