package dev.pctl.progress.benchmarks;

import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Draws a run with a hundred active packages in a window of 200 by 50. One operation is one frame; {@code characters} and
 * {@code frames} count what was written in an iteration.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DrawingBenchmark {

    private static final int PACKAGES = 100;

    /** Seconds from which on frames show only minutes, and are shorter. */
    private static final int HOUR = 3600;

    /** The level of detail. */
    @Param({"PHASE", "PACKAGES", "EVERYTHING"})
    private Detail detail = Detail.PACKAGES;

    /** Counts written characters. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Written {
        public long characters;
        public long frames;
    }

    private final RunProjection state = new RunProjection("run");
    private final CountingWriter out = new CountingWriter();
    private AnsiRenderer renderer = AnsiRenderer.of(Writer.nullWriter(), 200, 50, detail, Theme.COLOR);
    private RunView view = state.view();
    private long second;

    /** Starts a hundred packages. */
    @Setup
    public void begin() {
        long sequence = 0;
        apply(++sequence, new RunFact.Started("image", Map.of()));
        for (int i = 0; i < PACKAGES; i++) {
            PackageRef ref = PackageRef.of("package" + i, "1.0");
            apply(++sequence, new PackageFact.Started(ref, 1, i + 1, PACKAGES));
            apply(++sequence, new PhaseFact.Steps(ref, 1, "build", i, 500L, true, "source/file" + i + ".c"));
        }
        renderer = AnsiRenderer.of(out, 200, 50, detail, Theme.COLOR);
        view = state.view();
    }

    /** Draws a frame one second later, in which only times have changed. */
    @Benchmark
    public void frame(Written written) throws IOException {
        long before = out.characters;
        second = (second + 1) % HOUR;
        renderer.render(view, Instant.EPOCH.plusSeconds(second));
        written.characters += out.characters - before;
        written.frames++;
    }

    private static final class CountingWriter extends Writer {
        private long characters;

        @Override
        public void write(char[] text, int offset, int length) {
            characters += length;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private void apply(long sequence, Fact fact) {
        state.apply(new Event("run", "main", sequence, Instant.EPOCH, fact));
    }
}
