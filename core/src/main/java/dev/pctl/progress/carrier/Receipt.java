package dev.pctl.progress.carrier;

/**
 * What a receiver has of a worker of a run.
 *
 * @param confirmed the receiver has everything up to this sequence number; 0 if it has nothing. A number that is lower
 *     than before means that the receiver lost what it had
 * @param complete whether the receiver has the end of the worker's part of the run and all before it, so that the worker
 *     may forget it
 * @since 0.1
 */
public record Receipt(long confirmed, boolean complete) {

    /** Checks the number. */
    public Receipt {
        if (confirmed < 0) {
            throw new IllegalArgumentException("confirmed must not be negative: " + confirmed);
        }
    }
}
