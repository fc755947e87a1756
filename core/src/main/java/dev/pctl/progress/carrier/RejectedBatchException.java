package dev.pctl.progress.carrier;

import java.io.IOException;

/**
 * A batch is refused, and would be refused again: the sender may not write this run or worker, the batch is too large, or
 * it is not an event stream that the receiver reads.
 *
 * @since 0.1
 */
public class RejectedBatchException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Creates it.
     *
     * @param message the reason, for people
     */
    public RejectedBatchException(String message) {
        super(message);
    }
}
