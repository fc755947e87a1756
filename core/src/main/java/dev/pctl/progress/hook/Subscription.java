package dev.pctl.progress.hook;

/** A listener that gets the events of a run until it is closed. Thread-safe. */
public interface Subscription extends AutoCloseable {

    /** Stops the delivery at once; waiting events are discarded. */
    @Override
    void close();
}
