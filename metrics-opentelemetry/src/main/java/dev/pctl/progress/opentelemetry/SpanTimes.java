package dev.pctl.progress.opentelemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times of spans. */
final class SpanTimes {

    private SpanTimes() {}

    /** Returns the end, or the start if a clock that was set back makes the end earlier. */
    static Instant notBefore(@Nullable Instant start, Instant end) {
        return start != null && end.isBefore(start) ? start : end;
    }
}
