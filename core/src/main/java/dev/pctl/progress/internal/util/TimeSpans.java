package dev.pctl.progress.internal.util;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lengths of spans whose ends may not be known. */
public final class TimeSpans {

    private TimeSpans() {}

    /** Returns the time from start to finish, or to now while it has not finished; null without a start. */
    public static @Nullable Duration between(@Nullable Instant started, @Nullable Instant finished, Instant now) {
        return started == null
                ? null
                : less(Duration.between(started, finished == null ? now : finished), Duration.ZERO);
    }

    /** Returns the length without the part that has passed, at least zero. */
    public static Duration less(Duration length, Duration passed) {
        Duration left = length.minus(passed);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
