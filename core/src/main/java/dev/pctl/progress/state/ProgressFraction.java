package dev.pctl.progress.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The share of a run's work that is done. By time where there is a forecast, else by roots, else by the installer's
 * own count, else as the host states it. It never goes back, and is whole only when the run has succeeded.
 */
final class ProgressFraction {

    private static final double ALMOST = 0.99;

    private @Nullable Double byTime;
    private @Nullable Double byRoots;
    private @Nullable Double byPackages;
    private @Nullable Double stated;
    private double highest;

    double value() {
        return highest;
    }

    void forecast(Duration elapsed, Duration remaining) {
        double done = elapsed.toNanos();
        double all = done + remaining.toNanos();
        byTime = all <= 0 ? byTime : Double.valueOf(done / all);
        raise();
    }

    void roots(long done, int total) {
        byRoots = (double) done / total;
        raise();
    }

    void packages(int done, int total) {
        byPackages = (double) done / total;
        raise();
    }

    void stated(double fraction) {
        stated = fraction;
        raise();
    }

    void succeeded() {
        highest = 1;
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
