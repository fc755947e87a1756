package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.internal.model.MonteCarloSchedule;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Smooths the remaining time: it falls with the clock and moves exponentially to the newest estimate. */
final class RemainingSmoother {

    /** The time constant of the smoothing in seconds, and as a share of the remaining time if that is less. */
    private static final double SETTLE_SECONDS = 8;

    private static final double SETTLE_SHARE = 0.1;
    /** The seconds that are added to the share, so that the time constant is never zero. */
    private static final double QUICKEST = 0.3;

    /** The change from which the remaining time is reported again: seconds, and relative. */
    private static final double NOTABLE_SECONDS = 1;

    private static final double NOTABLE = 0.03;

    /** The share of the remaining time after which it is reported again, because the progress bar follows it. */
    private static final double REPORTED_SHARE = 0.02;

    private MonteCarloSchedule.@Nullable Rest shown;
    private @Nullable Instant shownAt;
    private MonteCarloSchedule.@Nullable Rest reported;
    private @Nullable Instant reportedAt;
    private String basis = "";

    /** Returns the forecast to report; null if the reported one, less the time since, still holds. */
    @Nullable
    Forecast next(RemainingWorkEstimator.Result newest, Instant now) {
        MonteCarloSchedule.Rest smooth = smoothed(newest.rest(), now);
        shown = smooth;
        shownAt = now;
        if (!notable(smooth, now) && newest.basis().equals(basis)) {
            return null;
        }
        reported = smooth;
        reportedAt = now;
        basis = newest.basis();
        return RemainingWorkEstimator.Result.forecast(0, smooth, newest.basis(), newest.samples());
    }

    private MonteCarloSchedule.Rest smoothed(MonteCarloSchedule.Rest newest, Instant now) {
        MonteCarloSchedule.Rest before = shown;
        Instant at = shownAt;
        if (before == null || at == null) {
            return newest;
        }
        double passed = Math.max(0, Durations.seconds(Duration.between(at, now)));
        double settle = Math.min(SETTLE_SECONDS, QUICKEST + SETTLE_SHARE * newest.p50());
        double share = 1 - Math.exp(-passed / settle);
        return new MonteCarloSchedule.Rest(
                towards(before.p10() - passed, newest.p10(), share),
                towards(before.p50() - passed, newest.p50(), share),
                towards(before.p90() - passed, newest.p90(), share));
    }

    private static double towards(double from, double to, double share) {
        double start = Math.max(0, from);
        return start + share * (to - start);
    }

    private boolean notable(MonteCarloSchedule.Rest smooth, Instant now) {
        MonteCarloSchedule.Rest before = reported;
        Instant at = reportedAt;
        if (before == null || at == null) {
            return true;
        }
        double passed = Durations.seconds(Duration.between(at, now));
        return passed > Math.max(NOTABLE_SECONDS, REPORTED_SHARE * before.p50())
                || notable(before.p10() - passed, smooth.p10())
                || notable(before.p50() - passed, smooth.p50())
                || notable(before.p90() - passed, smooth.p90());
    }

    private static boolean notable(double expected, double actual) {
        return Math.abs(Math.max(0, expected) - actual) > Math.max(NOTABLE_SECONDS, NOTABLE * actual);
    }
}
