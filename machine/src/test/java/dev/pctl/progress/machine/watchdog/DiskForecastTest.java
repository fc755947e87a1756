package dev.pctl.progress.machine.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.watchdog.DiskTrend;
import dev.pctl.progress.machine.internal.watchdog.FillEstimate;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiskForecastTest {

    private static final long MB = 1L << 20;
    private static final long TOTAL = 45_000 * MB;

    private final DiskTrend forecast = new DiskTrend();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void steadyGrowthIsForecastAlmostExactly() {
        for (int i = 0; i <= 60; i++) {
            reading(9000 + 10.0 * i);
        }
        FillEstimate growth = forecast.space("/");
        assertThat(growth.perSecond()).isCloseTo(1.0 * MB, within(1.0));
        assertThat(growth.observed()).isEqualTo(Duration.ofMinutes(10));
        Forecast until = growth.untilFull();
        assertThat(until.p50().toSeconds()).isCloseTo(45_000 - 9600, within(2L));
        assertThat(until.basis()).isEqualTo("based on the last 10 min");
        assertThat(growth.expectedPeak(Duration.ofHours(1)) / MB).isCloseTo(9600 + 3600, within(2L));
    }

    @Test
    void nothingIsSaidBeforeTwoMinutesOrOfAnUnknownPath() {
        for (int i = 0; i < 12; i++) {
            reading(100 * i);
        }
        assertThat(forecast.space("/")).isNull();
        assertThat(forecast.space("/elsewhere")).isNull();
        assertThat(forecast.inodes("/")).isNull();
        reading(1200);
        assertThat(forecast.space("/")).isNotNull();
    }

    @Property(tries = 200, seed = "7")
    void noiseAndABurstDoNotMoveTheRateMuch(@ForAll long seed, @ForAll @IntRange(max = 60) int burstAt) {
        // one instance of this class serves all tries
        new DiskForecastTest().readNoise(new Random(seed), burstAt);
    }

    private void readNoise(Random random, int burstAt) {
        for (int i = 0; i <= 90; i++) {
            boolean burst = i >= 15 + burstAt && i < 17 + burstAt;
            reading(5000 + 10.0 * i + 10 * random.nextGaussian() + (burst ? 400 : 0));
        }
        assertThat(forecast.space("/").perSecond() / MB).isCloseTo(1.0, within(0.2));
    }

    @Test
    void aShortBurstThatStaysIsNoTrend() {
        for (int i = 0; i <= 90; i++) {
            reading(i < 20 ? 5000 : 10_000);
        }
        assertThat(forecast.space("/").untilFull()).isNull();
    }

    @Test
    void aCleanUpStartsFromTheNewLevelAtTheOldRate() {
        for (int i = 0; i <= 40; i++) {
            reading(20_000 + 20.0 * i);
        }
        // it takes three readings
        reading(14_000);
        reading(8000);
        for (int i = 0; i <= 10; i++) {
            reading(5000 + 20.0 * i);
        }
        FillEstimate growth = forecast.space("/");
        assertThat(growth.perSecond()).isCloseTo(2.0 * MB, within(0.01 * MB));
        assertThat(growth.level()).isEqualTo(5200 * MB);
        assertThat(growth.untilFull().p50().toSeconds()).isCloseTo((45_000 - 5200) / 2, within(200L));
    }

    @Test
    void whereCleanUpsAreTheRuleWhatTheyFreeIsTakenOff() {
        for (int i = 0; i <= 90; i++) {
            // every three minutes a package takes 1800 MB and leaves 180
            reading(10_000 + 10.0 * i + 90.0 * (i % 18));
        }
        FillEstimate growth = forecast.space("/");
        assertThat(growth.perSecond() / MB).isCloseTo(1.0, within(0.6));
        assertThat(growth.fastest()).isGreaterThanOrEqualTo(growth.perSecond());
        assertThat(growth.level() / MB).as("the peaks count").isGreaterThan(12_000);
    }

    @Test
    void aDiskThatEmptiesIsNeverFull() {
        for (int i = 0; i <= 60; i++) {
            reading(20_000 - i);
        }
        assertThat(forecast.space("/").untilFull()).isNull();
        assertThat(forecast.space("/").expectedPeak(Duration.ofHours(1))).isEqualTo(19_940 * MB);
    }

    @Test
    void whatIsOutsideTheWindowIsForgotten() {
        for (int i = 0; i <= 90; i++) {
            reading(1000 + 50.0 * i);
        }
        for (int i = 0; i <= 100; i++) {
            reading(5500);
        }
        assertThat(forecast.space("/").perSecond()).isZero();
        now = now.plus(Duration.ofHours(1));
        reading(9000);
        assertThat(forecast.space("/")).as("after a long silence").isNull();
    }

    @Test
    void readingsEverySecondAndOldOnesDoNoHarm() {
        for (int i = 0; i <= 1200; i++) {
            now = now.plusSeconds(1);
            forecast.add(now, disk(1000 + i));
            forecast.add(now.minusSeconds(30), disk(40_000));
        }
        assertThat(forecast.space("/").perSecond() / MB).isCloseTo(1.0, within(0.01));
    }

    @Test
    void inodesAreForecastToo() {
        for (int i = 0; i <= 60; i++) {
            now = now.plusSeconds(10);
            forecast.add(now, new SampleFact.Disk("/", 1, 2, 1, 1000L + 100 * i, 100_000L));
        }
        assertThat(forecast.inodes("/").perSecond()).isCloseTo(10.0, within(0.001));
        assertThat(forecast.inodes("/").untilFull().p50()).isEqualTo(Duration.ofSeconds(9300));
    }

    @Test
    void aWindowMustBeLongEnough() {
        assertThatThrownBy(() -> new DiskTrend(Duration.ofMinutes(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private void reading(double usedMb) {
        now = now.plusSeconds(10);
        forecast.add(now, disk(usedMb));
    }

    private static SampleFact.Disk disk(double usedMb) {
        long used = Math.round(usedMb * MB);
        return new SampleFact.Disk("/", used, TOTAL, TOTAL - used);
    }
}
