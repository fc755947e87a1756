package dev.pctl.progress.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Handles Ctrl-C and termination requests, so that the program can clean up and exit by itself. A second request ends
 * the program at once.
 */
public final class Interruption implements AutoCloseable {

    /** The signals that request termination, with their numbers. */
    public static final Map<String, Integer> ENDS = Map.of("INT", 2, "TERM", 15, "HUP", 1);

    private static final int SIGNALLED = 128;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final Map<String, Object> before = new LinkedHashMap<>();
    private volatile int status;

    private Interruption() {}

    /** Handles signals until it is closed. */
    public static Interruption watch() {
        return watch(() -> {});
    }

    /**
     * Handles signals until it is closed.
     *
     * @param callback called once, in another thread, at the first request
     */
    public static Interruption watch(Runnable callback) {
        Interruption interruption = new Interruption();
        ENDS.forEach((name, number) -> interruption.register(name, () -> interruption.arrived(number, callback)));
        return interruption;
    }

    private void register(String name, Runnable handler) {
        Object previous = Signals.register(name, handler);
        if (previous != null) {
            before.put(name, previous);
        }
    }

    private void arrived(int number, Runnable callback) {
        if (requested()) {
            System.exit(status);
        }
        status = SIGNALLED + number;
        requested.countDown();
        callback.run();
    }

    /** Returns whether the program should end. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits for a request to end, at most the given time.
     *
     * @return whether the program should end
     */
    public boolean within(long millis) throws InterruptedException {
        return requested.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Returns the exit status for the received signal: 128 plus its number. */
    public int status() {
        return status;
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
