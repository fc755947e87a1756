package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.internal.snapshot.PaceSnapshot;
import dev.pctl.progress.view.PackageView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The share of a package's work that is done: by time where there is a forecast, else by the steps of its build. A newer
 * forecast changes how fast it grows from where it is; so it never decreases.
 */
final class PackagePace {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private PackageView.@Nullable Pace pace;
    private boolean byTime;

    PackageView.@Nullable Pace pace() {
        return pace;
    }

    boolean isByTime() {
        return byTime;
    }

    /** Another attempt begins. */
    void clear() {
        pace = null;
        byTime = false;
    }

    /** How long the package takes, as it is seen at a time after it began. */
    void forecast(Forecast total, Instant started, Instant time) {
        Instant since = time.isBefore(started) ? started : time;
        PackageView.Pace before = byTime ? pace : fromTheBeginning(total, started, since);
        double reached = before == null ? 0 : before.at(since);
        pace = new PaceSnapshot(reached, since, since.plus(left(total, Duration.between(started, since))));
        byTime = true;
    }

    /** As if the first forecast had been known from the beginning, unless the steps show more. */
    private PackageView.Pace fromTheBeginning(Forecast total, Instant started, Instant since) {
        PackageView.Pace first = new PaceSnapshot(0, started, started.plus(left(total, Duration.ZERO)));
        PackageView.Pace bySteps = pace;
        return bySteps != null && bySteps.at(since) > first.at(since) ? bySteps : first;
    }

    /** The time that is left; where more has passed than was expected, what may be left at most. */
    private static Duration left(Forecast total, Duration elapsed) {
        Duration expected = total.p50().minus(elapsed);
        Duration longest = total.p90().minus(elapsed);
        Duration spread = total.p90().minus(total.p50());
        Duration left = isLeft(expected) ? expected : isLeft(longest) ? longest : spread;
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private static boolean isLeft(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** Takes over the share of the steps that is done. */
    void steps(double share, Instant time) {
        if (!byTime && (pace == null || share > pace.reached())) {
            pace = new PaceSnapshot(share, time, null);
        }
    }
}
