package dev.pctl.progress.hook;

/** A listener's place on the bus. Thread-safe. */
public interface Subscription extends AutoCloseable {

    /** Stops the delivery at once; what is waiting is not delivered. */
    @Override
    void close();
}
