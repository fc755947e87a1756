package dev.pctl.progress.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Comparisons of times of which one may not be known. */
final class Times {

    private Times() {}

    static Instant earlier(@Nullable Instant known, Instant time) {
        return known == null || time.isBefore(known) ? time : known;
    }
}
