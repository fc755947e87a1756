package dev.pctl.progress.estimator.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationModelTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final DurationModel model = new DurationModel();

    private static BuildRecord zlib(int day, double seconds) {
        return BuildRecord.builder("zlib", START.plus(Duration.ofDays(day)), seconds)
                .version("1.3")
                .session("s" + day)
                .build();
    }

    @Test
    void saysThatAValueIsTypicalWhileThereIsNoHistory() {
        DurationEstimate known = model.estimate(BuildQuery.of("gcc", "13.2"), START);
        DurationEstimate unknown = model.estimate(BuildQuery.of("frobnicate-xyzzy", "1"), START);

        assertThat(known.basis()).isEqualTo("typical value, no history yet");
        assertThat(known.p50()).isGreaterThan(300);
        assertThat(unknown.basis()).isEqualTo("rough guess, no history yet");
        assertThat(unknown.p90() / unknown.p10()).isGreaterThan(10);
    }

    @Test
    void restsOnEarlierBuildsOfThePackage() {
        for (int day = 0; day < 5; day++) {
            model.learn(zlib(day, 10));
        }

        DurationEstimate estimate = model.estimate(BuildQuery.of(zlib(6, 0)), START.plus(Duration.ofDays(6)));

        assertThat(estimate.basis()).isEqualTo("based on 5 previous builds");
        assertThat(estimate.samples()).isEqualTo(5);
        assertThat(estimate.p50()).isBetween(9.0, 11.0);
        assertThat(estimate.p10()).isLessThan(estimate.p50());
        assertThat(estimate.p90()).isGreaterThan(estimate.p50());
    }

    @Test
    void namesTheVersionThatIsSimilar() {
        model.learn(zlib(0, 10));

        DurationEstimate estimate = model.estimate(BuildQuery.of("zlib", "1.4"), START.plus(Duration.ofDays(1)));

        assertThat(estimate.basis()).isEqualTo("similar: zlib 1.3");
    }

    @Test
    void trustsTheNearestVersionMost() {
        for (int i = 0; i < 4; i++) {
            model.learn(python("2.7.18", 2 * i, 100));
            model.learn(python("3.11.2", 2 * i + 1, 400));
        }

        double likeTwo = model.estimate(BuildQuery.of("python", "2.7.19"), START.plus(Duration.ofDays(30)))
                .p50();
        double likeThree = model.estimate(BuildQuery.of("python", "3.11.7"), START.plus(Duration.ofDays(30)))
                .p50();
        double tenth = model.estimate(BuildQuery.of("python", "3.1"), START.plus(Duration.ofDays(30)))
                .p50();

        assertThat(likeThree).isGreaterThan(1.1 * likeTwo);
        assertThat(tenth).as("3.1 is not of the line 3.11").isLessThan(likeThree);
    }

    private static BuildRecord python(String version, int day, double seconds) {
        return BuildRecord.builder("python", START.plus(Duration.ofDays(day)), seconds)
                .version(version)
                .build();
    }

    @Test
    void learnsThatAMachineIsSlowToday() {
        for (int day = 0; day < 3; day++) {
            for (String name : List.of("a", "b", "c", "d", "e", "f")) {
                model.learn(build(name, day, 100));
            }
        }
        for (String name : List.of("a", "b", "c", "d", "e")) {
            model.learn(build(name, 3, 180));
        }

        DurationEstimate estimate = model.estimate(
                BuildQuery.of(build("f", 3, 100)),
                START.plus(Duration.ofDays(3)).plusSeconds(200));

        assertThat(estimate.p50()).isBetween(135.0, 185.0);
    }

    private static BuildRecord build(String name, int day, double seconds) {
        return BuildRecord.builder(name, START.plus(Duration.ofDays(day)), seconds)
                .version("1")
                .machine("m")
                .session("s" + day)
                .build();
    }

    @Test
    void intervalsHoldWhatTheyPromise() {
        Random random = new Random(7);
        List<BuildRecord> history = new ArrayList<>();
        for (int day = 0; day < 60; day++) {
            for (int p = 0; p < 20; p++) {
                double seconds = (20 + 50 * p) * Math.exp(0.3 * random.nextGaussian());
                history.add(BuildRecord.builder(
                                "pkg" + p, START.plus(Duration.ofDays(day)).plusSeconds(p), seconds)
                        .version("1")
                        .session("s" + day)
                        .build());
            }
        }

        List<DurationEstimate> estimates = WalkForwardEvaluation.estimates(
                history,
                history.stream()
                        .map(r -> new WalkForwardEvaluation.Question(BuildQuery.of(r), r.started()))
                        .toList());

        int held = 0;
        for (int i = 200; i < history.size(); i++) {
            double seconds = history.get(i).seconds();
            DurationEstimate e = estimates.get(i);
            held += seconds >= e.p10() && seconds <= e.p90() ? 1 : 0;
        }
        assertThat((double) held / (history.size() - 200)).isBetween(0.75, 0.87);
    }

    @Test
    void aBuildDoesNotKnowWhatEndsAfterItsStart() {
        BuildRecord running = zlib(0, 1_000_000);
        BuildQuery query = BuildQuery.of(zlib(1, 1));

        DurationEstimate estimate = WalkForwardEvaluation.estimates(
                        List.of(running),
                        List.of(new WalkForwardEvaluation.Question(query, START.plus(Duration.ofDays(1)))))
                .get(0);

        assertThat(estimate.samples()).isZero();
    }

    @Test
    void aBuildThatIsOverdueStillTakesTime() {
        DurationEstimate estimate = DurationEstimate.of(80, 100, 130, "", 3).given(500);

        assertThat(estimate.p10()).isGreaterThan(500);
        assertThat(estimate.p50() - 500).isGreaterThan(10);
        assertThat(estimate.p90()).isGreaterThan(estimate.p50());
    }
}
