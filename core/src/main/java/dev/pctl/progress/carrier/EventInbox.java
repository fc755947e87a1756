package dev.pctl.progress.carrier;

import java.io.IOException;

/**
 * The watcher's end: takes batches from carriers. Thread-safe.
 *
 * @since 0.1
 */
public interface EventInbox {

    /**
     * Takes a batch.
     *
     * @param sender who sent it, as the carrier has verified
     * @return what is received of the worker of the batch now
     * @throws RejectedBatchException if the batch is refused for a reason that does not pass by itself
     * @throws IOException if it cannot be taken now; the same may succeed later
     */
    Receipt receive(String sender, EventBatch batch) throws IOException;
}
