package dev.pctl.progress.buildlog.internal.prefix;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;

/** A time that stands in front of a line, as far as it tells when that is. */
sealed interface Timestamp {

    /** It tells all. */
    record Exact(Instant time) implements Timestamp {}

    /** It does not tell the zone. */
    record Local(LocalDateTime time) implements Timestamp {}

    /** It tells neither zone nor year; the time's year is a leap year. */
    record Yearless(LocalDateTime time) implements Timestamp {}

    /**
     * It tells hours, minutes and seconds: of a day, or since something began.
     *
     * @param time since midnight, or since that beginning
     */
    record Clock(Duration time) implements Timestamp {}

    /**
     * It tells the time since something began.
     *
     * @param of what tells it from other such counts in the same log
     */
    record Count(String of, Duration time) implements Timestamp {}
}
