package dev.pctl.progress.machine.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.state.RunProjection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryWatchdogTest {

    private static final long GB = 1L << 30;
    private static final PackageRef GCC = new PackageRef("gcc", "11.3.0", "abcdefg");
    private static final PackageRef MPI = new PackageRef("openmpi", "4.1.4", "bcdefgh");

    private final RunProjection state = new RunProjection("run");
    private final MemoryWatchdog watchdog = new MemoryWatchdog();
    private final List<Object> said = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private long sequence;

    @Test
    void aMomentOfLinkingIsNoTrouble() {
        available(50, 8, 9, 40, 8, 50);
        assertThat(said).isEmpty();
    }

    @Test
    void itWarnsOfLastingShortageOnceAndClearsWhenItIsClearlyBetter() {
        record(new SampleFact.Cpu(1.0, 16.0, 16));
        available(50, 9, 9, 9, 11, 9, 11, 12, 9);
        assertThat(said).containsExactly(Severity.WARNING);
        assertThat(state.view().advice().raised("memory-short").seen())
                .isEqualTo("Memory is short: 9.0 GB of 100.0 GB available");
        assertThat(state.view().advice().raised("memory-short").remedies().get(0))
                .endsWith(": 8");
        available(20, 20, 20, 20, 20, 20, 20);
        assertThat(said).containsExactly(Severity.WARNING, "cleared");
    }

    @Test
    void veryLittleIsUrgentAtOnce() {
        available(50, 4);
        assertThat(said).containsExactly(Severity.CRITICAL);
    }

    @Test
    void onlyWhileSomethingIsCompiled() {
        record(new PackageFact.Started(GCC, 1, null, null));
        available(4, 4, 4, 4);
        assertThat(said).isEmpty();
        record(new PhaseFact.Started(GCC, 1, "build"));
        available(4);
        assertThat(said).containsExactly(Severity.CRITICAL);
        record(new PhaseFact.Finished(GCC, 1, "build", Outcome.SUCCEEDED));
        available(4, 4, 4, 4, 4, 4, 4);
        assertThat(said).containsExactly(Severity.CRITICAL, "cleared");
    }

    @Test
    void growingSwapIsTroubleAndFullSwapIsNot() {
        for (int i = 0; i < 30; i++) {
            see(memory(30, 4));
        }
        assertThat(said).isEmpty();
        for (int i = 0; i < 30; i++) {
            see(memory(30, 4 + 0.3 * i));
        }
        assertThat(said).containsExactly(Severity.WARNING);
        assertThat(state.view().advice().raised("memory-short").seen())
                .contains("GB swapped out, and more all the time");
        for (int i = 0; i < 60; i++) {
            see(memory(30, 13));
        }
        assertThat(said).containsExactly(Severity.WARNING, "cleared");
    }

    @Test
    void nothingIsSaidOfWhatIsNotKnown() {
        see(new SampleFact.Memory(100 * GB, 100 * GB));
        assertThat(said).isEmpty();
    }

    @Test
    void moreCompilersThanTheMemoryIsForAreToldOnceAndTakenBackWhenNothingIsCompiledAnyMore() {
        record(new RunFact.Started("image", Map.of("jobs", "192")));
        record(new PhaseFact.Started(GCC, 1, "build"));
        available(60);
        assertThat(said).isEmpty();

        record(new PackageFact.MethodKnown(GCC, 1, InstallMethod.SOURCE));
        available(60, 60);
        assertThat(said).containsExactly(Severity.WARNING);
        assertThat(state.view().advice().raised("memory-jobs").seen())
                .isEqualTo("Up to 192 compilers run at a time, with 0.5 GB of memory for each");
        assertThat(state.view().advice().raised("memory-jobs").remedies().get(0))
                .isEqualTo("Run fewer compilers at a time: 60");

        record(PackageFact.succeeded(GCC));
        available(60, 60);
        record(new PackageFact.MethodKnown(MPI, 1, InstallMethod.SOURCE));
        record(new PackageFact.Started(MPI, 1, null, null));
        available(60, 60);
        assertThat(said).as("a pause between two packages").containsExactly(Severity.WARNING);

        record(PackageFact.succeeded(MPI));
        for (int i = 0; i < 31; i++) {
            available(60);
        }
        assertThat(said).containsExactly(Severity.WARNING, "cleared");
    }

    @Property(tries = 100)
    void itDoesNotFlap(@ForAll long seed) {
        // one instance of this class serves all tries
        new MemoryWatchdogTest().waver(new Random(seed));
    }

    private void waver(Random random) {
        for (int i = 0; i < 360; i++) {
            available(10 + 2.5 * (2 * random.nextDouble() - 1));
        }
        assertThat(said.size()).isLessThanOrEqualTo(1);
    }

    private void available(double... percents) {
        for (double percent : percents) {
            see(memory(percent, 0));
        }
    }

    private static SampleFact.Memory memory(double availablePercent, double swapGb) {
        long available = Math.round(availablePercent * GB);
        return new SampleFact.Memory(100 * GB - available, 100 * GB, available, Math.round(swapGb * GB), 16 * GB);
    }

    private void see(SampleFact.Memory memory) {
        now = now.plusSeconds(10);
        record(memory);
        for (AdviceFact fact : watchdog.check(state.view(), now)) {
            record(fact);
            said.add(fact instanceof AdviceFact.Raised r ? r.advice().severity() : "cleared");
        }
    }

    private void record(Fact fact) {
        state.apply(new Event("run", "main", ++sequence, now, fact));
    }
}
