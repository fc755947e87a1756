package dev.pctl.progress.buildlog.internal.prefix;

import java.time.Duration;
import java.time.Instant;

/** A clock or a count of time whose beginning is not known, tied to when it was read. */
final class RelativeClock {

    /** Lines of several writers may stand in another order than they were made; going back further is a new beginning. */
    private static final Duration DISORDER = Duration.ofSeconds(10);

    /** What is read sooner after the first line may be a log that was there before, of which nobody knows when it ended. */
    private static final Duration READ_AT_ONCE = Duration.ofSeconds(10);

    /** The last line of the first read was printed this long before at most, if reads are a minute apart. */
    private static final Duration DELAY = Duration.ofMinutes(1);

    private static final Duration DAY = Duration.ofDays(1);

    private final boolean ofDay;
    private final Instant tiedAt;
    private Duration last;
    private Instant at;
    private Instant readAt;
    private boolean begunAnew;

    /**
     * Ties it.
     *
     * @param ofDay whether it begins anew every 24 hours
     * @param last what it shows
     * @param at when it shows that
     * @param readAt when that was read
     */
    RelativeClock(boolean ofDay, Duration last, Instant at, Instant readAt) {
        this.ofDay = ofDay;
        this.last = last;
        this.at = at;
        this.readAt = readAt;
        tiedAt = readAt;
    }

    /** How much time the first of these stamps is before the last; what passed before a new beginning is not known. */
    static Duration length(boolean ofDay, Iterable<Duration> stamps) {
        Duration length = Duration.ZERO;
        Duration before = null;
        for (Duration stamp : stamps) {
            Duration step = before == null ? Duration.ZERO : step(ofDay, before, stamp, Duration.ZERO);
            length = isNewBeginning(step) ? length : length.plus(step);
            before = stamp;
        }
        return length;
    }

    /** Whether the line that shows this is behind a new beginning. */
    boolean beginsAnew(Duration stamp, Instant read) {
        return isNewBeginning(step(stamp, read));
    }

    /**
     * Ties it anew, not behind what was shown before.
     *
     * @param when when it shows that
     */
    void beginAnew(Duration stamp, Instant when, Instant read) {
        begunAnew = true;
        last = stamp;
        at = when.isBefore(at) ? at : when;
        readAt = read;
    }

    /** When the next line was printed. What seems to be still to come, though it is read as it is printed, is now. */
    Instant next(Duration stamp, Instant read) {
        at = at.plus(step(stamp, read));
        boolean live = !read.isBefore(tiedAt.plus(READ_AT_ONCE));
        if (live && at.isAfter(read.plus(DELAY))) {
            at = read;
        }
        last = stamp;
        readAt = read;
        return at;
    }

    /** When a line was printed that stands before or not far behind the last one. */
    Instant near(Duration stamp, Instant read) {
        Instant time = at.plus(step(stamp, read));
        return begunAnew && time.isAfter(read) ? read : time;
    }

    private Duration step(Duration stamp, Instant read) {
        return step(ofDay, last, stamp, Duration.between(readAt, read));
    }

    /** As many days are between two times of day as bring it nearest to how much later the second was read. */
    private static Duration step(boolean ofDay, Duration from, Duration to, Duration readAfter) {
        Duration step = to.minus(from);
        long days = ofDay ? Math.round((double) readAfter.minus(step).toSeconds() / DAY.toSeconds()) : 0;
        return step.plus(DAY.multipliedBy(days));
    }

    private static boolean isNewBeginning(Duration step) {
        return step.plus(DISORDER).isNegative();
    }
}
