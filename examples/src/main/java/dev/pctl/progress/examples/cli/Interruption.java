package dev.pctl.progress.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Ctrl-C and requests to end: what goes on is told, so that the program can clear up and end by itself. Who asks a
 * second time does not want to wait: the program ends at once.
 */
public final class Interruption implements AutoCloseable {

    /** The signals that ask for an end, with their numbers. */
    public static final Map<String, Integer> ENDS = Map.of("INT", 2, "TERM", 15, "HUP", 1);

    private static final int SIGNALLED = 128;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final Map<String, Object> before = new LinkedHashMap<>();
    private volatile int status;

    private Interruption() {}

    /** Looks out from now on, until it is closed. */
    public static Interruption lookOut() {
        return lookOut(() -> {});
    }

    /**
     * Looks out from now on, until it is closed.
     *
     * @param told called once in another thread when the program is to end
     */
    public static Interruption lookOut(Runnable told) {
        Interruption interruption = new Interruption();
        ENDS.forEach((name, number) -> interruption.register(name, () -> interruption.arrived(number, told)));
        return interruption;
    }

    private void register(String name, Runnable handler) {
        Object previous = Signals.register(name, handler);
        if (previous != null) {
            before.put(name, previous);
        }
    }

    private void arrived(int number, Runnable told) {
        if (requested()) {
            System.exit(status);
        }
        status = SIGNALLED + number;
        requested.countDown();
        told.run();
    }

    /** Whether the program is to end. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits until the program is to end, or the time has passed.
     *
     * @return whether the program is to end
     */
    public boolean within(long millis) throws InterruptedException {
        return requested.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The exit status that tells of it: 128 and the number of the signal. */
    public int status() {
        return status;
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
