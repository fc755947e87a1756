package dev.pctl.progress.internal.bus;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.hook.Subscription;
import dev.pctl.progress.spi.EventListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events from any number of publishers to any number of listeners. Publishing puts the event into each
 * listener's mailbox and returns: it never waits for a listener. Every listener has a thread of its own, which ends
 * when its subscription or the bus is closed. Thread-safe.
 */
public final class EventBus implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final Duration drainLimit;
    private final List<Courier> couriers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * A bus without listeners.
     *
     * @param drainLimit how long closing waits, in all, for listeners to take what waits for them
     */
    public EventBus(Duration drainLimit) {
        this.drainLimit = drainLimit;
    }

    /**
     * Adds a listener; it gets the events that are published from now on.
     *
     * @param name for the thread's name and for messages
     * @throws IllegalStateException if the bus is closed
     */
    public Subscription subscribe(String name, DeliveryMode delivery, EventListener listener) {
        Courier courier = new Courier(name, new Mailbox(delivery), listener);
        synchronized (couriers) {
            if (closed) {
                throw new IllegalStateException("the bus is closed");
            }
            couriers.add(courier);
        }
        courier.thread.start();
        return courier;
    }

    /** Publishes an event. After the bus is closed this does nothing. */
    public void publish(Event event) {
        for (Courier courier : couriers) {
            courier.mailbox.put(event);
        }
    }

    /** Lets the listeners take what waits for them, as long as the limit allows, and ends their threads. */
    @Override
    public void close() {
        synchronized (couriers) {
            closed = true;
        }
        couriers.forEach(c -> c.mailbox.close());
        long deadline = System.nanoTime() + drainLimit.toNanos();
        boolean interrupted = false;
        for (Courier courier : couriers) {
            interrupted |= !courier.drainUntil(deadline);
        }
        couriers.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Courier implements Subscription, Runnable {

        private final String name;
        private final Mailbox mailbox;
        private final EventListener listener;
        private final Thread thread;
        private boolean reported;

        Courier(String name, Mailbox mailbox, EventListener listener) {
            this.name = name;
            this.mailbox = mailbox;
            this.listener = listener;
            this.thread = new Thread(this, "pctl-progress-" + name);
            this.thread.setDaemon(true);
        }

        @Override
        public void run() {
            try {
                for (Event event = mailbox.take(); event != null; event = mailbox.take()) {
                    deliver(event);
                }
            } catch (InterruptedException e) {
                LOG.debug("listener {} was interrupted", name);
            }
        }

        /** Whatever a listener throws is its own trouble; even an error must not end the delivery in silence. */
        @SuppressWarnings("IllegalCatch")
        private void deliver(Event event) throws InterruptedException {
            try {
                listener.onEvent(event);
            } catch (InterruptedException e) {
                throw e;
            } catch (Throwable t) {
                if (!reported) {
                    reported = true;
                    LOG.warn("listener {} failed at event {}; it is not reported again", name, event.id(), t);
                }
            }
        }

        @Override
        public void close() {
            couriers.remove(this);
            mailbox.discard();
            if (Thread.currentThread() != thread) {
                thread.interrupt();
            }
        }

        /** Waits for the end of the thread, and returns false if the wait was interrupted. */
        boolean drainUntil(long deadline) {
            try {
                long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
                if (Thread.currentThread() != thread) {
                    thread.join(left);
                }
                if (thread.isAlive()) {
                    LOG.warn("listener {} left {} events behind", name, mailbox.size());
                    close();
                }
                return true;
            } catch (InterruptedException e) {
                close();
                return false;
            }
        }
    }
}
