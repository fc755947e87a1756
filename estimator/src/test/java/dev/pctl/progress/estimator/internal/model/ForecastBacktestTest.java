package dev.pctl.progress.estimator.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastBacktestTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Sessions of the same packages, whose durations vary by a factor of their own and one of the session. */
    private static List<BuildRecord> sessions(int count, double own, double common) {
        Random random = new Random(3);
        List<BuildRecord> records = new ArrayList<>();
        Instant at = START;
        for (int s = 0; s < count; s++) {
            double slow = common * random.nextGaussian();
            for (int p = 0; p < 6; p++) {
                double seconds = 20 * (p + 1) * Math.exp(slow + own * random.nextGaussian());
                BuildRecord r = BuildRecord.builder("package-" + p, at, Durations.duration(seconds))
                        .version("1")
                        .session("s" + s)
                        .build();
                records.add(r);
                at = r.ended();
            }
            at = at.plus(Duration.ofHours(9));
        }
        return records;
    }

    @Test
    void intervalsHoldWhatTheyPromise() {
        ForecastBacktest test = ForecastBacktest.of(sessions(80, 0.3, 0.15));

        assertThat(test.firstBuilds().forecasts()).isEqualTo(6);
        assertThat(test.builtBefore().forecasts()).isEqualTo(79 * 6);
        assertThat(test.builtBefore().held()).isBetween(0.73, 0.88);
        assertThat(test.totals()).hasSize(4).allSatisfy((when, score) -> {
            assertThat(score.forecasts()).isEqualTo(80);
            assertThat(score.held()).as(when).isBetween(0.7, 0.95);
        });
        assertThat(test.overruns().get("past p50").held()).isBetween(0.7, 0.9);
    }

    @Test
    void noticesThatASessionIsSlowWhichAMedianCannot() {
        ForecastBacktest test = ForecastBacktest.of(sessions(80, 0.05, 0.4));

        assertThat(test.builtBefore().meanLog2()).isLessThan(0.8 * test.rival().meanLog2());
    }

    @Test
    void aForecastUsesNothingThatCameLater() {
        List<BuildRecord> history = sessions(10, 0.3, 0.1);
        List<BuildRecord> cut = history.subList(0, history.size() - 6);
        BuildRecord last = cut.get(cut.size() - 1);
        List<WalkForwardEvaluation.Question> question =
                List.of(new WalkForwardEvaluation.Question(BuildQuery.of(last), last.started()));

        assertThat(WalkForwardEvaluation.estimates(history, question))
                .hasToString(WalkForwardEvaluation.estimates(cut, question).toString());
    }

    @Test
    void nothingGivesEmptyScores() {
        ForecastBacktest test = ForecastBacktest.of(List.of());

        assertThat(test.builtBefore().forecasts()).isZero();
        assertThat(test.totals()).isEmpty();
    }
}
