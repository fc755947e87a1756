package dev.pctl.progress.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What one event costs does not depend on how many packages a run has. Costs are allocated bytes, not times. */
class ConstantWorkTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FACTS = 500;

    private final Instant now = Instant.EPOCH;
    private long sequence;

    @Test
    void stepAllocatesNoMoreInRunOfManyPackages() {
        assertThat(bytesOfSteps(run(40_000))).isLessThan(2 * bytesOfSteps(run(500)));
    }

    @Test
    void outlineForRemediesAllocatesNoMoreInRunOfManyPackages() {
        assertThat(bytesOfOutlines(run(40_000))).isLessThan(2 * bytesOfOutlines(run(500)));
    }

    private RunProjection run(int packages) {
        sequence = 0;
        RunProjection run = new RunProjection("run");
        for (int i = 0; i < packages; i++) {
            fold(run, new PackageFact.Started(ref(i), 1, null, null));
        }
        return run;
    }

    private void fold(RunProjection run, Fact fact) {
        sequence++;
        run.apply(new Event("run", "main", sequence, now, fact));
    }

    private static PackageRef ref(int i) {
        return new PackageRef("package" + i, "1.0", null);
    }

    private long bytesOfSteps(RunProjection run) {
        return bytes(i -> fold(run, new PhaseFact.Steps(ref(i), 1, "build", i, null, false, null)));
    }

    private long bytesOfOutlines(RunProjection run) {
        return bytes(i -> {
            fold(
                    run,
                    new FailureFact.Diagnosed(Diagnosis.builder(FailureCause.UNKNOWN, "error")
                            .packageRef(ref(i))
                            .build()));
            run.outline();
        });
    }

    private static long bytes(IntConsumer work) {
        work.accept(0);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < FACTS; i++) {
            work.accept(i);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
