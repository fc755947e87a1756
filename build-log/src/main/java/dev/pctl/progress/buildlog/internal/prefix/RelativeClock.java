package dev.pctl.progress.buildlog.internal.prefix;

import java.time.Duration;
import java.time.Instant;

/**
 * A clock without a date, or a count of seconds, whose origin is unknown. It is anchored to the instant at which it was
 * read, and advances by the differences between its timestamps. A large step back restarts it.
 */
final class RelativeClock {

    /** The step back that interleaved writers may cause; a larger one is a restart. */
    private static final Duration MOST_DISORDER = Duration.ofSeconds(10);

    /** The time after the first line in which the existing part of a log may still be read. */
    private static final Duration CATCH_UP = Duration.ofSeconds(10);

    /** The longest delay between printing and reading: consoles are polled once a minute. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private static final Duration DAY = Duration.ofDays(1);

    private final boolean ofDay;
    private final Instant anchoredAt;
    private Duration last;
    private Instant at;
    private Instant readAt;

    /**
     * Creates a clock.
     *
     * @param ofDay whether it wraps around at midnight
     * @param last the first time that it shows
     * @param at the instant of that time
     * @param readAt when it was read
     */
    RelativeClock(boolean ofDay, Duration last, Instant at, Instant readAt) {
        this.ofDay = ofDay;
        this.last = last;
        this.at = at;
        this.readAt = readAt;
        anchoredAt = readAt;
    }

    /** Returns the time from the first timestamp to the last, without the unknown times before restarts. */
    static Duration length(boolean ofDay, Iterable<Duration> stamps) {
        Duration length = Duration.ZERO;
        Duration before = null;
        for (Duration stamp : stamps) {
            Duration step = before == null ? Duration.ZERO : step(ofDay, before, stamp, Duration.ZERO);
            length = isRestart(step) ? length : length.plus(step);
            before = stamp;
        }
        return length;
    }

    /** Returns whether the clock was restarted before this timestamp. */
    boolean isRestart(Duration stamp, Instant read) {
        return isRestart(step(stamp, read));
    }

    /**
     * Anchors the clock again after a restart, no earlier than the last time it returned.
     *
     * @param when the instant of the timestamp
     */
    void restart(Duration stamp, Instant when, Instant read) {
        last = stamp;
        at = when.isBefore(at) ? at : when;
        readAt = read;
    }

    /** Returns when the next line was printed. If it is read live, a time in the future is replaced by now. */
    Instant next(Duration stamp, Instant read) {
        at = at.plus(step(stamp, read));
        boolean live = !read.isBefore(anchoredAt.plus(CATCH_UP));
        if (live && at.isAfter(read.plus(LONGEST_DELAY))) {
            at = read;
        }
        last = stamp;
        readAt = read;
        return at;
    }

    private Duration step(Duration stamp, Instant read) {
        return step(ofDay, last, stamp, Duration.between(readAt, read));
    }

    /**
     * Returns the step between two timestamps. For times of day, the times of reading show the number of days between.
     */
    private static Duration step(boolean ofDay, Duration from, Duration to, Duration readAfter) {
        Duration step = to.minus(from);
        long days = ofDay ? Math.round((double) readAfter.minus(step).toSeconds() / DAY.toSeconds()) : 0;
        return step.plus(DAY.multipliedBy(days));
    }

    private static boolean isRestart(Duration step) {
        return step.plus(MOST_DISORDER).isNegative();
    }
}
