package dev.pctl.progress.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.view.MachineView;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RootView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Runs that more than one worker reports. */
class SeveralWorkersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PackageRef ZLIB = new PackageRef("zlib", "1.3", "23njwcmmq3rzan6pdlhy4o32izhlht3c");
    private static final PackageRef CMAKE = new PackageRef("cmake", "3.30", "abcdefgmq3rzan6pdlhy4o32izhlht3c");

    private final RunProjection state = new RunProjection("run");
    private final Map<String, Long> sequences = new HashMap<>();

    @Test
    void aPackageThatOneBuildsAndOthersAwaitIsOne() {
        from("b", 1, PackageFact.started(ZLIB));
        from("b", 1, new PackageFact.Activity(ZLIB, 1, PackageFact.Kind.WAITING, null));
        assertThat(state.view().packages()).extracting(PackageView::worker).containsExactly("b");

        from("a", 2, PackageFact.started(ZLIB));
        from("a", 2, new PhaseFact.Started(ZLIB, 1, "build"));
        assertThat(state.view().packages())
                .extracting(PackageView::worker, PackageView::awaitedBy)
                .containsExactly(tuple("a", List.of("b")));

        from("a", 9, PackageFact.succeeded(ZLIB));
        from("b", 10, PackageFact.succeeded(ZLIB));
        assertThat(state.view().packages())
                .extracting(PackageView::worker, PackageView::outcome, PackageView::awaitedBy)
                .containsExactly(tuple("a", Outcome.SUCCEEDED, List.of("b")));
    }

    @Test
    void aWorkerThatBuildsAfterAllHasAPackageOfItsOwn() {
        from("a", 1, new PhaseFact.Started(ZLIB, 1, "build"));
        from("b", 1, new PackageFact.Activity(ZLIB, 1, PackageFact.Kind.WAITING, null));
        from("a", 5, PackageFact.failed(ZLIB));
        from("b", 6, new PhaseFact.Started(ZLIB, 1, "build"));
        assertThat(state.view().packages())
                .extracting(PackageView::worker, PackageView::outcome, PackageView::awaitedBy)
                .containsExactly(tuple("a", Outcome.FAILED, List.of()), tuple("b", null, List.of()));
    }

    @Test
    void theRunEndsWithItsLastWorkerInTheWorstWay() {
        from("a", 0, new RunFact.Started("image", Map.of()));
        from("b", 1, new RunFact.Started("image", Map.of()));
        from("a", 5, new RunFact.Finished(Outcome.FAILED, "exit 1"));
        assertThat(state.view().outcome()).isNull();

        from("b", 9, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(state.view().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(state.view().detail()).isEqualTo("exit 1");
        assertThat(state.view().finished()).isEqualTo(at(9));
    }

    @Test
    void aWorkerThatIsHeardOnlyAfterTheOthersEndedKeepsTheRunActive() {
        from("a", 0, new RunFact.Started("image", Map.of()));
        from("a", 5, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(state.view().fraction()).isEqualTo(1);

        from("b", 1, new RunFact.Started("image", Map.of()));
        assertThat(state.view().outcome()).isNull();
        assertThat(state.view().finished()).isNull();
        assertThat(state.view().fraction()).isLessThan(1);

        from("b", 7, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(state.view().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aWorkerIsSilentAfterThreeOfItsLongestPausesAndComesBack() {
        from("a", 0, new RunFact.Heartbeat());
        from("a", 40, new RunFact.Heartbeat());
        MachineView machine = state.view().machines().get(0);
        assertThat(machine.heard()).isEqualTo(at(40));
        assertThat(machine.silentSince(at(160))).isNull();
        assertThat(machine.silentSince(at(161))).isEqualTo(at(40));

        from("a", 3000, new RunFact.Heartbeat());
        machine = state.view().machines().get(0);
        assertThat(machine.silentSince(at(3120))).isNull();
        assertThat(machine.silentSince(at(3121))).as("a silence is no rhythm").isEqualTo(at(3000));
    }

    @Test
    void aWorkerThatEndedItsPartIsNotSilent() {
        from("a", 0, new RunFact.Started("image", Map.of()));
        from("b", 0, new RunFact.Started("image", Map.of()));
        from("a", 1, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(state.view().machines())
                .extracting(MachineView::worker, m -> m.silentSince(at(5000)))
                .containsExactly(tuple("a", null), tuple("b", at(0)));
    }

    @Test
    void rootsOutputFailuresAndAdviceKnowTheirWorker() {
        from("a", 0, new RootFact.Started("gcc", 1, 1));
        from("b", 0, new RootFact.Started("hdf5", 1, 1));
        from("a", 1, new LogFact.Output(1, null, "from a"));
        from("b", 1, new LogFact.Output(1, null, "from b"));
        from("b", 2, new AdviceFact.Raised(new Advice("disk", Advice.Severity.WARNING, "full", null, List.of())));
        Diagnosis failure = Diagnosis.builder(FailureCause.COMPILE, "no such file")
                .packageRef(ZLIB)
                .build();
        from("b", 3, new FailureFact.Diagnosed(failure));

        assertThat(state.view().roots())
                .extracting(RootView::worker, RootView::spec)
                .containsExactly(tuple("a", "gcc"), tuple("b", "hdf5"));
        assertThat(state.view().log().output()).containsExactly("from a", "from b");
        assertThat(state.view().log().output("b")).containsExactly("from b");
        assertThat(state.view().advice().workerOf("disk")).isEqualTo("b");
        assertThat(state.view().failures("a")).isEmpty();
        assertThat(state.view().failures("b")).containsExactly(failure);
    }

    /** Carriers keep the order of each worker only: two watchers see the events of several in different orders. */
    @Property(tries = 200)
    void theFinalViewDoesNotDependOnHowWorkersInterleave(@ForAll long seed) {
        List<List<Event>> workers = List.of(life("a", 1), life("b", 2), life("c", 3));
        RunProjection one = new RunProjection("run");
        workers.forEach(events -> events.forEach(one::apply));
        RunProjection other = new RunProjection("run");
        List<List<Event>> left = new ArrayList<>();
        workers.forEach(events -> left.add(new ArrayList<>(events)));
        Random random = new Random(seed);
        while (!left.isEmpty()) {
            List<Event> next = left.get(random.nextInt(left.size()));
            other.apply(next.remove(0));
            left.removeIf(List::isEmpty);
        }
        assertThat(other.view()).isEqualTo(one.view());
    }

    /** All workers install the same packages into one tree; each builds some and waits for the others. */
    private static List<Event> life(String worker, int number) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new RunFact.Started("image of " + worker, Map.of()));
        facts.add(new RootFact.Started("root", 1, 1));
        int index = 0;
        for (PackageRef pkg : List.of(ZLIB, CMAKE)) {
            index++;
            facts.add(PackageFact.started(pkg));
            facts.add(
                    index == number
                            ? new PhaseFact.Started(pkg, 1, "build")
                            : new PackageFact.Activity(pkg, 1, PackageFact.Kind.WAITING, null));
            facts.add(PackageFact.succeeded(pkg));
        }
        facts.add(new FailureFact.Diagnosed(
                Diagnosis.builder(FailureCause.COMPILE, "no such file").build()));
        facts.add(new RootFact.Finished("root", Outcome.SUCCEEDED));
        facts.add(new RunFact.Finished(Outcome.SUCCEEDED, null));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            events.add(new Event("run", worker, i + 1, START.plusSeconds(i * 10L + number), facts.get(i)));
        }
        return events;
    }

    private void from(String worker, long second, Fact fact) {
        state.apply(new Event("run", worker, sequences.merge(worker, 1L, Long::sum), at(second), fact));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }
}
