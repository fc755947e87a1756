package dev.pctl.progress.machine.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.state.RunProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiskSpaceWatchdogTest {

    private static final long GB = 1L << 30;
    private static final long MB = 1L << 20;

    private final RunProjection state = new RunProjection("run");
    private final DiskSpaceWatchdog watchdog = DiskSpaceWatchdog.builder()
            .remedies(List.of("pctl ami build --volume-size 80"))
            .build();
    private final List<Object> said = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private long sequence;

    @Test
    void itWarnsOnceRaisesTheAlarmAndTakesItBackWithoutFlapping() {
        for (long used : new long[] {50, 79, 81, 82, 79, 78, 91, 92, 88, 86, 76, 50}) {
            see(new SampleFact.Disk("/", used, 100, 100 - used));
        }
        assertThat(said).containsExactly(Severity.WARNING, Severity.CRITICAL, Severity.WARNING, "cleared");
    }

    @Test
    void itSaysWhatWasSeenAndWhatToDo() {
        see(new SampleFact.Disk("/opt", 85 * GB, 100 * GB, 15 * GB));
        Advice advice = state.view().advice().raised("disk-full:/opt");
        assertThat(advice.seen()).isEqualTo("Disk /opt is 85% full (15.0 GB free)");
        assertThat(advice.why()).isEqualTo("A build that runs out of space fails and leaves nothing");
        assertThat(advice.remedies()).containsExactly("pctl ami build --volume-size 80");
    }

    @Test
    void itWarnsWhenTheDiskWillBeFullBeforeTheRunEnds() {
        grow(20, 50, 40, Duration.ofHours(3));
        assertThat(said).containsExactly(Severity.WARNING);
        Advice advice = state.view().advice().raised("disk-full:/");
        assertThat(advice.seen())
                .startsWith("Disk / is 46% full (")
                .contains("at this rate full in about 82")
                .endsWith(" min");
        assertThat(advice.why())
                .contains("at 0.3 GB a minute this one needs about ")
                .endsWith(" GB at its peak, of 45 GB");
    }

    @Test
    void itDoesNotWarnWhenTheRunEndsFirst() {
        grow(20, 50, 40, Duration.ofMinutes(30));
        assertThat(said).isEmpty();
    }

    @Test
    void withoutAForecastOfTheRunItLooksFifteenMinutesAhead() {
        grow(20, 50, 40, null);
        assertThat(said).isEmpty();
        grow(30, 150, 40, null);
        assertThat(said).containsExactly(Severity.WARNING);
        assertThat(state.view().advice().raised("disk-full:/").seen())
                .contains("full in about 1")
                .contains(" min");
    }

    @Test
    void theForecastThatComesTrueIsSaidAgainWithTheNewNumbersAndClearsAfterACleanUp() {
        grow(20, 50, 500, Duration.ofHours(3));
        assertThat(said).containsExactly(Severity.WARNING, Severity.WARNING, Severity.CRITICAL);
        for (int i = 0; i < 40; i++) {
            see(disk(5000));
        }
        assertThat(said).as("the window still shows growth").hasSize(4).last().isEqualTo(Severity.WARNING);
        for (int i = 0; i < 100; i++) {
            see(disk(5000));
        }
        assertThat(said).last().isEqualTo("cleared");
    }

    @Test
    void inodesAreWatchedUnderTheSameId() {
        see(new SampleFact.Disk("/", 10, 100, 90, 93_000L, 100_000L));
        assertThat(said).containsExactly(Severity.CRITICAL);
        Advice advice = state.view().advice().raised("disk-full:/");
        assertThat(advice.seen()).isEqualTo("Disk / has 93% of its inodes in use (7000 left)");
        assertThat(advice.why()).startsWith("Without free inodes");
        see(new SampleFact.Disk("/", 10, 100, 90, 50_000L, 100_000L));
        assertThat(said).containsExactly(Severity.CRITICAL, "cleared");
    }

    @Test
    void anotherWatchdogOfTheSameRunDoesNotRepeatWhatWasSaid() {
        see(new SampleFact.Disk("/", 85, 100, 15));
        assertThat(new DiskSpaceWatchdog().check(state.view(), now)).isEmpty();
    }

    @Test
    void watchesDisksOfEveryWorkersMachine() {
        see(disk(10_000));
        record("instance", new SampleFact.Disk("/", 99 * GB, 100 * GB, GB));
        see(disk(10_000));
        assertThat(said).containsExactly(Severity.CRITICAL);
        assertThat(state.view().advice().raised("disk-full:instance:/").seen())
                .isEqualTo("Disk / of instance is 99% full (1.0 GB free)");
        record("instance", new SampleFact.Disk("/", 50 * GB, 100 * GB, 50 * GB));
        see(disk(10_000));
        assertThat(said).last().isEqualTo("cleared");
    }

    @Test
    void warnsOnceOfDiskThatTwoWorkersReport() {
        record("instance", new SampleFact.Disk("/", 41 * GB, 45 * GB, 4 * GB));
        see(disk(41.2 * 1024));
        see(disk(41.3 * 1024));
        assertThat(said).containsExactly(Severity.CRITICAL);
        assertThat(state.view().advice().raised("disk-full:/")).isNotNull();
    }

    @Property(tries = 300)
    void aRandomWalkNearTheThresholdsIsSaidOnceForEachCrossing(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int thousandths) {
        // one instance of this class serves all tries
        new DiskSpaceWatchdogTest().walk(new Random(seed), thousandths / 1000.0);
    }

    private void walk(Random random, double step) {
        double share = 0.7 + 0.3 * random.nextDouble();
        int crossings = 0;
        boolean high = false;
        boolean full = false;
        for (int i = 0; i < 500; i++) {
            share = Math.max(0.7, Math.min(1, share + step * random.nextGaussian()));
            long used = Math.round(share * 100_000);
            see(new SampleFact.Disk("/", used, 100_000, 100_000 - used), false);
            boolean nowFull = used >= (full ? 87_000 : 90_000);
            boolean nowHigh = used >= (high ? 77_000 : 80_000);
            crossings += nowFull != full || (nowHigh && !high) ? 1 : 0;
            full = nowFull;
            high = nowHigh;
        }
        assertThat(said.stream().filter(s -> s != "cleared").count()).isLessThanOrEqualTo(crossings);
    }

    @Property(tries = 20, seed = "7")
    void aForecastNearTheRunsEndDoesNotFlap(@ForAll long seed) {
        new DiskSpaceWatchdogTest().growAsFastAsTheRun(new Random(seed));
    }

    private void growAsFastAsTheRun(Random random) {
        double used = 9000;
        for (int i = 0; i < 600; i++) {
            // at 5 MB a second it would be full just when the run ends, for ever
            used += 50 * random.nextDouble() * 2;
            remaining(Duration.ofSeconds((long) ((200_000 - used) / 5)));
            long bytes = Math.round(used * MB);
            see(new SampleFact.Disk("/", bytes, 200_000 * MB, 200_000 * MB - bytes));
        }
        assertThat(said.stream().filter(s -> s == Severity.WARNING).count()).isLessThanOrEqualTo(2);
    }

    /** Fills a disk of 45 GB, a reading every ten seconds. */
    private void grow(long fromGb, double mbEach, int readings, Duration remaining) {
        for (int i = 0; i < readings; i++) {
            double used = fromGb * 1024 + mbEach * i;
            if (used > 45 * 1024) {
                return;
            }
            if (remaining != null) {
                remaining(remaining);
            }
            see(disk(used));
        }
    }

    private static SampleFact.Disk disk(double usedMb) {
        long used = Math.round(usedMb * MB);
        return new SampleFact.Disk("/", used, 45 * GB, 45 * GB - used);
    }

    private void remaining(Duration length) {
        record(new ForecastFact.RunRemaining(new Forecast(length, length, length, "for the test", 1)));
    }

    private void see(SampleFact.Disk disk) {
        see(disk, true);
    }

    private void see(SampleFact.Disk disk, boolean timePasses) {
        now = timePasses ? now.plusSeconds(10) : now;
        record(disk);
        for (Fact fact : watchdog.check(state.view(), now)) {
            record(fact);
            if (!(fact instanceof AdviceFact)) {
                continue;
            }
            said.add(fact instanceof AdviceFact.Raised r ? r.advice().severity() : "cleared");
        }
    }

    private void record(Fact fact) {
        record("main", fact);
    }

    private void record(String worker, Fact fact) {
        state.apply(new Event("run", worker, ++sequence, now, fact));
    }
}
