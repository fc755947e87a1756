package dev.pctl.progress.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts find the faults that they exist to find. */
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
    void aStoreThatReversesTheOrderIsFound() {
        assertThatThrownBy(() -> contract(new Stack()).keepsEveryComponentAndTheOrderOfAppending())
                .isInstanceOf(AssertionError.class);
    }

    /** The components that a careless store may lose. */
    static Stream<String> components() {
        return Arrays.stream(BuildRecord.Builder.class.getMethods())
                .filter(m -> m.getReturnType() == BuildRecord.Builder.class)
                .map(Method::getName);
    }

    @ParameterizedTest
    @MethodSource("components")
    void aStoreThatLosesAComponentIsFound(String component) {
        assertThatThrownBy(() -> contract(new Forgetful(component)).keepsEveryComponentAndTheOrderOfAppending())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(component);
    }

    @Test
    void aStoreThatLosesTheOrderOfPhasesIsFound() {
        BuildHistory sorted = new Changing(
                r -> r.toBuilder().phases(new TreeMap<>(r.phases())).build());
        assertThatThrownBy(() -> contract(sorted).keepsEveryComponentAndTheOrderOfAppending())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("order of phases");
    }

    private static HistoryContract contract(BuildHistory history) {
        return new HistoryContract() {
            @Override
            protected BuildHistory open() {
                return history;
            }
        };
    }

    /** Changes each record that it keeps. */
    private static class Changing implements BuildHistory {

        private final BuildHistory kept = BuildHistory.inMemory();
        private final UnaryOperator<BuildRecord> change;

        Changing(UnaryOperator<BuildRecord> change) {
            this.change = change;
        }

        @Override
        public void append(List<BuildRecord> added) {
            kept.append(added.stream().map(change).toList());
        }

        @Override
        public List<BuildRecord> all() {
            return kept.all();
        }

        @Override
        public void clear() {
            kept.clear();
        }
    }

    /** Returns the default of one component instead of its value. */
    private static final class Forgetful extends Changing {

        private static final BuildRecord DEFAULTS =
                BuildRecord.builder("x", Instant.EPOCH, 0).build();

        Forgetful(String component) {
            super(r -> without(component, r));
        }

        private static BuildRecord without(String component, BuildRecord record) {
            try {
                BuildRecord.Builder changed = record.toBuilder();
                Method accessor = BuildRecord.class.getMethod(component);
                BuildRecord.Builder.class
                        .getMethod(component, accessor.getReturnType())
                        .invoke(changed, accessor.invoke(DEFAULTS));
                return changed.build();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
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
