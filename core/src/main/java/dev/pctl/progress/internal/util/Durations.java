package dev.pctl.progress.internal.util;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Arithmetic with durations and instants, some of which may not be known. */
public final class Durations {

    private static final double NANOS = 1e9;

    /** The longest duration in seconds, about 290 years: what a long holds in nanoseconds. */
    private static final double LONGEST = 9e9;

    private Durations() {}

    /** Returns the duration in seconds. */
    public static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }

    /** Returns the given number of seconds as a duration, at most about 290 years. */
    public static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(Math.min(LONGEST, seconds) * NANOS));
    }

    /** Returns the time from start to finish, or to now while it has not finished; null without a start. */
    public static @Nullable Duration between(@Nullable Instant started, @Nullable Instant finished, Instant now) {
        return started == null
                ? null
                : less(Duration.between(started, finished == null ? now : finished), Duration.ZERO);
    }

    /** Returns the duration without the part that has passed, at least zero. */
    public static Duration less(Duration duration, Duration passed) {
        Duration left = duration.minus(passed);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the earlier of both instants, or the second if the first is not known. */
    public static Instant earlier(@Nullable Instant known, Instant time) {
        return known == null || time.isBefore(known) ? time : known;
    }

    /** Returns the later of both instants, or the second if the first is not known. */
    public static Instant later(@Nullable Instant known, Instant time) {
        return known == null || time.isAfter(known) ? time : known;
    }
}
