package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.internal.model.MonteCarloSchedule;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets the time that remains change smoothly: it runs down with the clock and moves to what is newly known. */
final class RemainingSmoother {

    /** After that many seconds most of a revision has been taken over; sooner where not much time is left. */
    private static final double SETTLE_SECONDS = 8;

    private static final double SETTLE_SHARE = 0.1;
    private static final double QUICKEST = 0.3;

    private static final double NOTABLE_SECONDS = 1;
    private static final double NOTABLE = 0.03;

    /** After that share of it has passed, what remains is told again, for the share of the work that is done goes by it. */
    private static final double TOLD_SHARE = 0.02;

    private MonteCarloSchedule.@Nullable Rest shown;
    private @Nullable Instant shownAt;
    private MonteCarloSchedule.@Nullable Rest told;
    private @Nullable Instant toldAt;
    private String basis = "";

    /** The forecast to tell now; null if it is what was told a short while before, less the time since. */
    @Nullable
    Forecast next(RemainingWorkEstimator.Result newest, Instant now) {
        MonteCarloSchedule.Rest smooth = smoothed(newest.rest(), now);
        shown = smooth;
        shownAt = now;
        if (!notable(smooth, now) && newest.basis().equals(basis)) {
            return null;
        }
        told = smooth;
        toldAt = now;
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
        MonteCarloSchedule.Rest before = told;
        Instant at = toldAt;
        if (before == null || at == null) {
            return true;
        }
        double passed = Durations.seconds(Duration.between(at, now));
        return passed > Math.max(NOTABLE_SECONDS, TOLD_SHARE * before.p50())
                || notable(before.p10() - passed, smooth.p10())
                || notable(before.p50() - passed, smooth.p50())
                || notable(before.p90() - passed, smooth.p90());
    }

    private static boolean notable(double expected, double actual) {
        return Math.abs(Math.max(0, expected) - actual) > Math.max(NOTABLE_SECONDS, NOTABLE * actual);
    }
}
