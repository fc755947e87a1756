package dev.pctl.progress.event;

import java.time.Instant;
import java.util.Objects;

/**
 * A fact with its provenance.
 *
 * @param run the id of the run that this belongs to
 * @param worker the machine or process that reported it; {@code "main"} where there is only one
 * @param sequence counts the events of one worker of one run, from 1 without gaps
 * @param time when it happened, as well as is known: the log's own timestamp if it has one, else when it was read
 * @param fact what became known
 */
public record Event(String run, String worker, long sequence, Instant time, Fact fact) {

    public Event {
        Checks.notEmpty(run, "run");
        Checks.notEmpty(worker, "worker");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(fact, "fact");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be at least 1: " + sequence);
        }
    }

    /** The stable identity of this event: the same event delivered twice has the same id. */
    public String id() {
        return run + '/' + worker + '/' + sequence;
    }
}
