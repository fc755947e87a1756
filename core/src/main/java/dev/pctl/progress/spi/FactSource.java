package dev.pctl.progress.spi;

import dev.pctl.progress.view.RunView;
import java.time.Instant;

/**
 * Somewhere that facts come from when it is asked, next to the log that is followed: the logs of single packages, a
 * file of states. It is asked about once a second, by one thread at a time, and once more before the run ends; it
 * starts no thread of its own and waits for nothing. One that throws is reported once and asked on.
 */
public interface FactSource extends AutoCloseable {

    /**
     * Gives what is new.
     *
     * @param view what is known now
     * @param worker the worker whose facts these are: packages of other workers do not concern it
     * @param now the time of facts that have no time of their own
     */
    void poll(RunView view, String worker, Instant now, FactSink sink);

    /** Releases what the source holds. */
    @Override
    default void close() {}
}
