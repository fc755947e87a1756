package dev.pctl.progress.estimator.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Forecasts stay sane whatever one session, a clock or a log put into the history. */
class RobustnessTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PACKAGES = 20;

    private final List<BuildRecord> history = new ArrayList<>();
    private Instant now = START;

    private static double usualSeconds(int pkg) {
        return 5 + 10 * pkg;
    }

    private static BuildRecord build(int pkg, Instant start, double seconds, String session) {
        return BuildRecord.builder("pkg" + pkg, start, seconds)
                .version("1")
                .hash("abcdefgh" + pkg)
                .machine("m")
                .cores(8)
                .session(session)
                .build();
    }

    /** A session in which everything takes a multiple of its usual time. */
    private void session(double factor) {
        now = now.plus(Duration.ofDays(1));
        String session = "session" + now;
        for (int pkg = 0; pkg < PACKAGES; pkg++) {
            BuildRecord record = build(pkg, now, factor * usualSeconds(pkg), session);
            history.add(record);
            now = record.ended();
        }
    }

    private List<DurationEstimate> nextForecasts() {
        DurationModel model = WalkForwardEvaluation.model(history);
        Instant next = now.plus(Duration.ofDays(1));
        List<DurationEstimate> forecasts = new ArrayList<>();
        for (int pkg = 0; pkg < PACKAGES; pkg++) {
            forecasts.add(model.estimate(BuildQuery.of(build(pkg, next, 0, "next")), next));
        }
        return forecasts;
    }

    private static void assertSane(DurationEstimate e) {
        assertThat(e.p10()).isPositive();
        assertThat(e.p90()).isFinite();
        assertThat(e.p90() / e.p10()).isLessThanOrEqualTo(100.001);
    }

    @Property(tries = 60)
    void onePoisonedSessionMovesTheNextForecastsByLessThanAFactorOfEight(
            @ForAll("factors") double factor, @ForAll @IntRange(min = 2, max = 10) int sessionsBefore) {
        history.clear();
        now = START;
        for (int i = 0; i < sessionsBefore; i++) {
            session(1);
        }
        session(factor);

        List<DurationEstimate> forecasts = nextForecasts();
        for (int pkg = 0; pkg < PACKAGES; pkg++) {
            assertSane(forecasts.get(pkg));
            assertThat(forecasts.get(pkg).p50() / usualSeconds(pkg)).isBetween(1 / 8.0, 8.0);
        }
    }

    @Provide
    Arbitrary<Double> factors() {
        return Arbitraries.of(60.0, 1 / 60.0, 1000.0, 0.0, 1e5);
    }

    /** Any durations, from zero to a month, and clocks that jump by up to a year in both directions. */
    @Property(tries = 60)
    void intervalsOfPackagesBuiltTwiceStayWithinAFactorOfAHundred(
            @ForAll("durations") List<Double> durations, @ForAll("jumps") List<Integer> jumps) {
        history.clear();
        now = START;
        for (int i = 0; i < durations.size(); i++) {
            now = now.plus(Duration.ofHours(jumps.get(i % jumps.size())));
            history.add(build(i % PACKAGES, now, durations.get(i), "session" + i / PACKAGES));
        }

        nextForecasts().forEach(RobustnessTest::assertSane);
    }

    @Provide
    Arbitrary<List<Double>> durations() {
        return Arbitraries.oneOf(
                        Arbitraries.of(0.0, 2_592_000.0),
                        Arbitraries.doubles().between(0, 100),
                        Arbitraries.doubles().between(0, 1e6))
                .list()
                .ofMinSize(2 * PACKAGES)
                .ofMaxSize(10 * PACKAGES);
    }

    @Provide
    Arbitrary<List<Integer>> jumps() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 24),
                        Arbitraries.integers().between(-8760, 8760))
                .list()
                .ofMinSize(1)
                .ofMaxSize(50);
    }

    @Property(tries = 100)
    void widerShapesOfRepeatedBuildsStayWithinTheLimit(@ForAll @IntRange(min = 1, max = 1000) int width) {
        DurationEstimate estimate = DurationEstimate.of(50, 100, 300, "", 2).moved(1, width);

        assertSane(estimate);
    }
}
