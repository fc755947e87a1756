package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Forecast;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The share of a run's work that is done. By time where there is a forecast, else by roots, else by the installer's
 * own count, else as the host states it. It never goes back, and is whole only when the run has succeeded.
 *
 * <p>When a forecast turns out to have been too short, the share by time would have to go back. Instead, what is left of
 * it is spread over the longest time that may be left now: the share grows, slower than before.
 */
final class RunProgress {

    private static final double ALMOST = 0.99;

    private @Nullable Double byTime;
    private @Nullable Double byRoots;
    private @Nullable Double byPackages;
    private @Nullable Double stated;
    private double highest;
    private boolean succeeded;
    private Duration forecastAt = Duration.ZERO;
    private Duration longest = Duration.ZERO;

    double value() {
        return succeeded ? 1 : highest;
    }

    void forecast(Duration elapsed, Forecast remaining) {
        double done = elapsed.toNanos();
        double all = done + remaining.p50().toNanos();
        if (all > 0) {
            byTime = Math.max(done / all, spread(elapsed));
            raise();
        }
        forecastAt = elapsed;
        longest = remaining.p90();
    }

    /** How far it is if the time that might be left at the last forecast has been used up evenly since. */
    private double spread(Duration elapsed) {
        double since = elapsed.minus(forecastAt).toNanos();
        return since <= 0 || longest.isZero() ? highest : 1 - (1 - highest) * Math.exp(-since / longest.toNanos());
    }

    void roots(long done, int total) {
        byRoots = (double) done / total;
        raise();
    }

    void packages(double done, int total) {
        byPackages = Math.min(1, done / total);
        raise();
    }

    void stated(double fraction) {
        stated = fraction;
        raise();
    }

    void succeeded() {
        succeeded = true;
    }

    /** A worker began its part of the run after all others had ended. */
    void reopen() {
        succeeded = false;
    }

    private void raise() {
        Double best = first(byTime, first(byRoots, first(byPackages, stated)));
        if (best != null) {
            highest = Math.max(highest, Math.min(ALMOST, best));
        }
    }

    private static @Nullable Double first(@Nullable Double preferred, @Nullable Double other) {
        return preferred != null ? preferred : other;
    }
}
