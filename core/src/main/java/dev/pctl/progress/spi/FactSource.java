package dev.pctl.progress.spi;

import dev.pctl.progress.view.RunView;
import java.time.Instant;

/**
 * A source of facts next to the log that is followed: the logs of single packages, a file of states. Polled about once
 * a second, by one thread at a time, and once more before the run ends; it starts no thread and does not block. A
 * source that throws is logged once and polled again.
 */
public interface FactSource extends AutoCloseable {

    /**
     * Gives the sink what is new.
     *
     * @param view what is known now
     * @param worker the worker whose facts these are; packages of other workers are not its own
     * @param now the time of facts that have no time of their own
     */
    void poll(RunView view, String worker, Instant now, FactSink sink);

    /** Releases what the source holds. */
    @Override
    default void close() {}
}
