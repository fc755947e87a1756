package dev.pctl.progress.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and requests to end: what goes on is told, and the end of the program is put off until it has cleared up, or
 * for ten seconds.
 */
public final class Interruption implements AutoCloseable {

    private static final long LONGEST_SECONDS = 10;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable told;

    private Interruption(Runnable told) {
        this.told = told;
    }

    /** Looks out from now on, until it is closed. */
    public static Interruption lookOut() {
        return lookOut(() -> {});
    }

    /**
     * Looks out from now on, until it is closed.
     *
     * @param told called in another thread when the program is to end
     */
    public static Interruption lookOut(Runnable told) {
        Interruption interruption = new Interruption(told);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::arrived, "interruption"));
        return interruption;
    }

    private void arrived() {
        if (done.getCount() == 0) {
            return;
        }
        requested.countDown();
        told.run();
        try {
            if (!done.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("gave up waiting for the display to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    /** All is cleared up: the program may end. */
    @Override
    public void close() {
        done.countDown();
    }
}
