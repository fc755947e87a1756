package dev.pctl.progress.benchmarks;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Folds events into a run of a hundred packages. One operation is one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FoldingBenchmark {

    private static final int PACKAGES = 100;

    private final PackageRef[] refs = new PackageRef[PACKAGES];
    private RunProjection state = new RunProjection("run");
    private long sequence;

    /** Starts a hundred packages. */
    @Setup
    public void begin() {
        for (int i = 0; i < PACKAGES; i++) {
            refs[i] = PackageRef.of("package" + i, "1.0");
            next(new PackageFact.Started(refs[i], 1, i + 1, PACKAGES));
        }
    }

    /** Applies a counted step. */
    @Benchmark
    public boolean fold() {
        PackageRef ref = refs[(int) (sequence % PACKAGES)];
        return next(new PhaseFact.Steps(ref, 1, "build", sequence, null, false, "file.c"));
    }

    /** Applies a counted step and creates a view. */
    @Benchmark
    public RunView foldAndView() {
        fold();
        return state.view();
    }

    private boolean next(Fact fact) {
        return state.apply(new Event("run", "main", ++sequence, Instant.EPOCH, fact));
    }
}
