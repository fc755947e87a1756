package dev.pctl.progress.buildlog.internal.prefix;

import java.time.Duration;
import java.time.Instant;

/**
 * A clock without a date, or a count of seconds, whose origin is unknown: anchored to the instant at which it was read, and
 * advanced by the differences between its timestamps. A large step back restarts it.
 */
final class RelativeClock {

    /** The step back that interleaved writers may cause; a larger one is a restart. */
    private static final Duration MOST_DISORDER = Duration.ofSeconds(10);

    /** The time after the first line in which a log that existed before may still be read: its end is unknown. */
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
     * @param last the time that it shows first
     * @param at when it shows that
     * @param readAt when that was read
     */
    RelativeClock(boolean ofDay, Duration last, Instant at, Instant readAt) {
        this.ofDay = ofDay;
        this.last = last;
        this.at = at;
        this.readAt = readAt;
        anchoredAt = readAt;
    }

    /** Returns the time from the first of these timestamps to the last, without the unknown times before restarts. */
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

    /** Returns whether the clock was restarted before it showed this. */
    boolean isRestart(Duration stamp, Instant read) {
        return isRestart(step(stamp, read));
    }

    /**
     * Anchors it again after a restart, no earlier than the last time it gave.
     *
     * @param when when it shows that
     */
    void restart(Duration stamp, Instant when, Instant read) {
        last = stamp;
        at = when.isBefore(at) ? at : when;
        readAt = read;
    }

    /** Returns when the next line was printed. A time in the future, of a line that is read as it is printed, is now. */
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

    /** Returns the step between two timestamps; times of day are as many days apart as fits when they were read. */
    private static Duration step(boolean ofDay, Duration from, Duration to, Duration readAfter) {
        Duration step = to.minus(from);
        long days = ofDay ? Math.round((double) readAfter.minus(step).toSeconds() / DAY.toSeconds()) : 0;
        return step.plus(DAY.multipliedBy(days));
    }

    private static boolean isRestart(Duration step) {
        return step.plus(MOST_DISORDER).isNegative();
    }
}
