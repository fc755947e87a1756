package dev.pctl.progress.estimator;

import java.time.Duration;

/** Seconds as a model computes with them, and durations as the rest of the world sees them. */
final class Times {

    private static final double NANOS = 1e9;

    /** Some 290 years: what a long of nanoseconds holds. */
    private static final double LONGEST = 9e9;

    private Times() {}

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }

    static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(Math.min(LONGEST, seconds) * NANOS));
    }
}
