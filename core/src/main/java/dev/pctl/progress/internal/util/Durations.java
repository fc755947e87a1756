package dev.pctl.progress.internal.util;

import java.time.Duration;

/** Seconds as a model computes with them, and durations as the rest of the world sees them. */
public final class Durations {

    private static final double NANOS = 1e9;

    /** Some 290 years: what a long of nanoseconds holds. */
    private static final double LONGEST = 9e9;

    private Durations() {}

    public static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }

    public static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(Math.min(LONGEST, seconds) * NANOS));
    }
}
