package dev.pctl.progress.event;

import java.time.Instant;
import java.util.Objects;

/**
 * A fact with its provenance.
 *
 * @param run the id of the run that this belongs to
 * @param worker the machine or process that reported it; {@code "main"} where there is only one
 * @param sequence counts the events of one worker of one run, from 1 without gaps, to 2<sup>53</sup> - 1
 * @param time when it happened, as well as is known: the log's own timestamp if it has one, else when it was read. In the
 *     years 0 to 9999
 * @param fact what became known
 */
public record Event(String run, String worker, long sequence, Instant time, Fact fact) {

    /** The largest whole number that every reader of JSON can represent. */
    private static final long LARGEST_SEQUENCE = (1L << 53) - 1;

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    public Event {
        Checks.notEmpty(run, "run");
        Checks.notEmpty(worker, "worker");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(fact, "fact");
        if (sequence < 1 || sequence > LARGEST_SEQUENCE) {
            throw new IllegalArgumentException("sequence must be from 1 to " + LARGEST_SEQUENCE + ": " + sequence);
        }
        if (!isPossible(time)) {
            throw new IllegalArgumentException("time must be in the years 0 to 9999: " + time);
        }
    }

    /** Returns whether an event can have this time. */
    public static boolean isPossible(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    /** The stable identity of this event: the same event delivered twice has the same id. */
    public String id() {
        return run + '/' + worker + '/' + sequence;
    }
}
