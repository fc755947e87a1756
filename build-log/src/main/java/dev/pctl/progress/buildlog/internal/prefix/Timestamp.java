package dev.pctl.progress.buildlog.internal.prefix;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;

/** The time in a prefix, as complete as its format allows. */
sealed interface Timestamp {

    /** An instant. */
    record Exact(Instant time) implements Timestamp {}

    /** Date and time without a zone. */
    record Local(LocalDateTime time) implements Timestamp {}

    /** Date and time without zone and year; the time's year is an arbitrary leap year. */
    record Yearless(LocalDateTime time) implements Timestamp {}

    /**
     * Hours, minutes and seconds, of a day or since some start.
     *
     * @param time the time since midnight, or since that start
     */
    record Clock(Duration time) implements Timestamp {}

    /**
     * A count of seconds since some start.
     *
     * @param of the text around the count, which distinguishes it from other counts of the same log
     */
    record Count(String of, Duration time) implements Timestamp {}
}
