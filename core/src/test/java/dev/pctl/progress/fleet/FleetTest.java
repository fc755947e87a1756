package dev.pctl.progress.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RandomFacts;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.internal.state.RunProjection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, Long> sequences = new HashMap<>();
    private Instant now = START;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };
    private final Fleet fleet = Fleet.builder().clock(clock).build();

    @Test
    void runsComeInOrderOfAttention() {
        for (String run :
                List.of("well", "done", "failed", "partly", "late", "warned", "critical", "asks", "stopped")) {
            begin(run);
        }
        report("silent", "main", START.minusSeconds(500), new RunFact.Started("silent", Map.of()));
        report("done", finished(Outcome.SUCCEEDED));
        report("failed", finished(Outcome.FAILED));
        report("stopped", finished(Outcome.CANCELLED));
        report("partly", PackageFact.failed(PackageRef.of("zlib", "1")));
        report("late", new ForecastFact.RunTotal(forecast(5)));
        report("warned", raised(Advice.Severity.WARNING));
        report("critical", raised(Advice.Severity.CRITICAL));
        ask("asks");
        now = START.plusSeconds(20);

        assertThat(fleet.view().runs())
                .extracting(r -> r.view().run(), FleetRun::attention)
                .containsExactly(
                        row("failed", Attention.FAILED),
                        row("partly", Attention.FAILED),
                        row("asks", Attention.QUESTION),
                        row("silent", Attention.SILENT),
                        row("critical", Attention.CRITICAL),
                        row("warned", Attention.WARNING),
                        row("late", Attention.OVERDUE),
                        row("well", Attention.ACTIVE),
                        row("stopped", Attention.CANCELLED),
                        row("done", Attention.SUCCEEDED));
    }

    @Test
    void totalsCountRunsWorkersAndPackages() {
        begin("one");
        begin("two");
        report("one", "node2", START, PackageFact.started(PackageRef.of("zlib", "1")));
        report("one", PackageFact.succeeded(PackageRef.of("cmake", "3")));
        report("two", PackageFact.failed(PackageRef.of("gcc", "14")));
        report("two", finished(Outcome.FAILED));
        assertThat(fleet.view().totals()).isEqualTo(new FleetTotals(2, 1, 1, 0, 3, 0, 3, 1, 1, 1));
    }

    @Test
    void aRunLooksAsOnItsWorker() {
        RunProjection alone = new RunProjection("run");
        for (Event event : new RandomFacts(7).events(200)) {
            alone.apply(event);
            fleet.accept(event);
            fleet.accept(event);
        }
        assertThat(fleet.run("run").view()).isEqualTo(alone.view());
    }

    @Test
    void theClockOfAWorkerIsComparedWithTheOwn() {
        for (int i = 0; i <= 90; i++) {
            now = START.plusSeconds(i);
            report("run", "ahead", now.plusSeconds(300).minusMillis(i % 7), new RunFact.Heartbeat());
            report("run", "behind", now.minusSeconds(60), new RunFact.Heartbeat());
            report("run", "main", now.minusMillis(1500), new RunFact.Heartbeat());
        }
        FleetRun run = fleet.run("run");
        assertThat(run.machines())
                .extracting(m -> m.machine().worker(), FleetMachine::clockOffset, FleetMachine::silentSince)
                .containsExactlyInAnyOrder(
                        row("ahead", Duration.ofSeconds(300), null),
                        row("behind", Duration.ofSeconds(-60), null),
                        row("main", Duration.ZERO, null));
    }

    @Test
    void eventsThatWaitedForALinkSayNothingAboutTheClock() {
        now = START.plusSeconds(3600);
        for (int i = 0; i < 1000; i++) {
            report("run", "main", START.plusSeconds(i), new RunFact.Heartbeat());
        }
        assertThat(fleet.run("run").machines().get(0).clockOffset()).isZero();
    }

    @Test
    void anEndedRunLeavesAfterAWhileAndStaysAway() {
        begin("run");
        report("run", finished(Outcome.SUCCEEDED));
        now = START.plus(Duration.ofMinutes(59));
        assertThat(fleet.view().runs()).hasSize(1);
        now = START.plus(Duration.ofMinutes(61));
        assertThat(fleet.view().runs()).isEmpty();
        assertThat(fleet.accept(new Event("run", "main", 9, now, new RunFact.Heartbeat())))
                .isFalse();
        assertThat(fleet.view().runs()).isEmpty();
    }

    @Test
    void whatExceedsTheLimitsIsCounted() {
        Fleet small = Fleet.builder()
                .clock(clock)
                .maxRuns(2)
                .maxPackages(2)
                .maxWorkers(1)
                .build();
        small.accept(new Event("a", "main", 1, now, new RunFact.Started("a", Map.of())));
        small.accept(new Event("a", "other", 1, now, new RunFact.Heartbeat()));
        for (int i = 2; i < 10; i++) {
            small.accept(new Event("a", "main", i, now, PackageFact.started(PackageRef.of("p" + i, "1"))));
        }
        small.accept(new Event("b", "main", 1, now, finished(Outcome.SUCCEEDED)));
        small.accept(new Event("c", "main", 1, now, new RunFact.Heartbeat()));
        small.accept(new Event("d", "main", 1, now, new RunFact.Heartbeat()));

        assertThat(small.view().runs()).extracting(r -> r.view().run()).containsExactlyInAnyOrder("a", "c");
        assertThat(small.run("a").view().packages()).hasSize(2);
        assertThat(small.view().refused()).isEqualTo(1 + 6 + 1);
    }

    @Test
    void manyThreadsMayReport() {
        List<CompletableFuture<Void>> reporters = IntStream.range(0, 4)
                .mapToObj(t -> CompletableFuture.runAsync(() -> {
                    for (int i = 1; i <= 500; i++) {
                        for (int run = 0; run < 5; run++) {
                            fleet.accept(new Event("run" + run, "w" + t, i, START, new RunFact.Heartbeat()));
                        }
                        fleet.view();
                    }
                }))
                .toList();
        reporters.forEach(CompletableFuture::join);
        assertThat(fleet.view().totals().workers()).isEqualTo(20);
    }

    private static Tuple row(Object... values) {
        return Tuple.tuple(values);
    }

    private static Fact finished(Outcome outcome) {
        return new RunFact.Finished(outcome, null);
    }

    private static Forecast forecast(int seconds) {
        Duration duration = Duration.ofSeconds(seconds);
        return new Forecast(duration, duration, duration, "history", 3);
    }

    private static Fact raised(Advice.Severity severity) {
        return new AdviceFact.Raised(new Advice("disk", severity, "the disk fills", null, List.of()));
    }

    private void ask(String run) {
        Question question = Question.continueAnyway(Duration.ofMinutes(1));
        report(
                run,
                new AdviceFact.Raised(new Advice("disk", Advice.Severity.WARNING, "the disk fills", null, List.of())
                        .asking(question)));
        report(run, new AdviceFact.Asked("disk", START.plusSeconds(60)));
    }

    private void begin(String run) {
        report(run, new RunFact.Started(run, Map.of()));
    }

    private void report(String run, Fact fact) {
        report(run, "main", now, fact);
    }

    private void report(String run, String worker, Instant time, Fact fact) {
        long sequence = sequences.merge(run + '/' + worker, 1L, Long::sum);
        fleet.accept(new Event(run, worker, sequence, time, fact));
    }
}
