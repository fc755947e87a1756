package dev.pctl.progress.opentelemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times of spans. */
final class SpanTimes {

    private SpanTimes() {}

    /** An end that lies before its start, as clocks that are set back give it, is moved to the start. */
    static Instant notBefore(@Nullable Instant start, Instant end) {
        return start != null && end.isBefore(start) ? start : end;
    }
}
