package dev.pctl.progress.internal.util;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lengths of spans whose ends may not be known. */
public final class TimeSpans {

    private TimeSpans() {}

    public static @Nullable Duration between(@Nullable Instant started, @Nullable Instant finished, Instant now) {
        if (started == null) {
            return null;
        }
        Duration length = Duration.between(started, finished == null ? now : finished);
        return length.isNegative() ? Duration.ZERO : length;
    }
}
