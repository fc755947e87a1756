package dev.pctl.progress.carrier;

import java.io.IOException;

/**
 * The worker's end of a connection to watchers. Used by one thread at a time.
 *
 * @since 0.1
 */
public interface EventCarrier extends AutoCloseable {

    /**
     * Sends a batch and waits, for a limited time, until it has arrived.
     *
     * <p>A batch may be sent again after an error or a receipt that does not confirm it. A batch that covers no numbers
     * asks for a receipt only.
     *
     * @return what the other end has now
     * @throws RejectedBatchException if the other end refuses it for a reason that does not pass by itself
     * @throws IOException if it cannot be sent now; the same may succeed later
     */
    Receipt send(EventBatch batch) throws IOException;

    /** Ends the connection. A carrier that is closed is not used any more. */
    @Override
    void close();
}
