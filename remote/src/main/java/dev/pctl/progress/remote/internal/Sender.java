package dev.pctl.progress.remote.internal;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.carrier.RejectedBatchException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in a spool through one carrier, in a thread of its own. What the other end does not confirm is sent again,
 * and so is everything if the other end lost it. Each wait after a failure is longer than the one before, up to a limit.
 */
public final class Sender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private static final int MOST_BYTES = 256 << 10;
    private static final long SHORTEST_RETRY_MILLIS = 200;
    private static final long LONGEST_RETRY_MILLIS = 15_000;

    /** How often the other end is asked what it has while there is nothing new, so that its restart is noticed. */
    private static final long QUIET_MILLIS = 3_000;

    /** How long closing waits for the other end to say that it has the whole run, once it has confirmed all events. */
    private static final Duration COMPLETION = Duration.ofSeconds(2);

    private final EventSpool spool;
    private final EventCarrier carrier;
    private final long intervalMillis;
    private final Thread thread;
    private final Map<String, Receipt> receipts = new HashMap<>();
    private volatile @Nullable String failure;
    private volatile boolean rejected;
    private volatile long closeBy = Long.MAX_VALUE;
    private long retryMillis;
    private long confirmedAt;

    /**
     * Starts sending.
     *
     * @param name of the thread
     * @param interval how long to collect events before they are sent
     */
    public Sender(EventSpool spool, EventCarrier carrier, Duration interval, String name) {
        this.spool = spool;
        this.carrier = carrier;
        intervalMillis = Math.max(1, interval.toMillis());
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!rejected && !isFinished()) {
                boolean sent = sendAll();
                pause(sent);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", thread.getName());
        } catch (RuntimeException | Error e) {
            failure = e.toString();
            LOG.warn("Events are not sent any more, because a carrier failed.", e);
        } finally {
            carrier.close();
        }
    }

    /** Returns false if a batch could not be sent. */
    private boolean sendAll() {
        try {
            for (String worker : spool.workers()) {
                send(worker);
            }
            failure = null;
            retryMillis = 0;
            return true;
        } catch (RejectedBatchException e) {
            rejected = true;
            failure = e.getMessage();
            LOG.warn("The watcher refuses the events of this run: {}", e.getMessage());
        } catch (IOException e) {
            if (failure == null) {
                LOG.warn("Events cannot be sent. They wait in the spool. ({})", e.toString());
            }
            failure = e.toString();
            retryMillis = Math.min(LONGEST_RETRY_MILLIS, Math.max(SHORTEST_RETRY_MILLIS, 2 * retryMillis));
        }
        return false;
    }

    /** Sends all that waits of a worker now, and asks for a receipt if nothing does. What comes meanwhile waits. */
    private void send(String worker) throws IOException {
        long goal = spool.newest(worker);
        long confirmed;
        do {
            confirmed = confirmed(worker);
            EventBatch batch = spool.batch(worker, confirmed, MOST_BYTES);
            Receipt receipt = carrier.send(batch);
            synchronized (this) {
                receipts.put(worker, receipt);
            }
            if (receipt.confirmed() < batch.last() && receipt.confirmed() == confirmed) {
                throw new IOException("the watcher does not confirm events after " + confirmed);
            }
        } while (confirmed(worker) < goal && System.nanoTime() < closeBy);
    }

    private synchronized long confirmed(String worker) {
        Receipt receipt = receipts.get(worker);
        return receipt == null ? 0 : Math.min(receipt.confirmed(), spool.newest(worker));
    }

    /** Returns whether the run has ended, and the other end has said that it has all of it. */
    public boolean isComplete() {
        List<String> ended = spool.workers().stream().filter(spool::hasEnded).toList();
        return !ended.isEmpty() && waiting() == 0 && ended.stream().allMatch(this::isComplete);
    }

    private synchronized boolean isComplete(String worker) {
        Receipt receipt = receipts.get(worker);
        return receipt != null && receipt.complete();
    }

    /** Returns how many events the other end has not confirmed. */
    public long waiting() {
        return spool.workers().stream()
                .mapToLong(w -> spool.newest(w) - confirmed(w))
                .sum();
    }

    /** Returns why the last attempt to send failed, or null. */
    public @Nullable String failure() {
        return failure;
    }

    private boolean isFinished() {
        long now = System.nanoTime();
        if (closeBy == Long.MAX_VALUE) {
            return false;
        }
        if (waiting() > 0) {
            confirmedAt = 0;
            return now >= closeBy;
        }
        confirmedAt = confirmedAt == 0 ? now : confirmedAt;
        boolean open = spool.workers().stream().noneMatch(spool::hasEnded);
        return open || isComplete() || now >= Math.min(closeBy, confirmedAt + COMPLETION.toNanos());
    }

    /** Waits for events, or for the time of the next attempt. */
    private void pause(boolean sent) throws InterruptedException {
        boolean closing = closeBy != Long.MAX_VALUE;
        if (!sent) {
            await(closing ? SHORTEST_RETRY_MILLIS : retryMillis, false);
        } else if (closing) {
            await(intervalMillis, false);
        } else {
            await(QUIET_MILLIS, true);
            await(intervalMillis, false);
        }
    }

    private void await(long millis, boolean endsWithEvents) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean closing = closeBy != Long.MAX_VALUE;
        synchronized (spool) {
            for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                if ((endsWithEvents && waiting() > 0) || closing != (closeBy != Long.MAX_VALUE)) {
                    return;
                }
                spool.wait(left);
            }
        }
    }

    /** Asks the thread to send what waits and to end; see {@link #close}. */
    public void beginClose(Duration limit) {
        closeBy = System.nanoTime() + limit.toNanos();
        synchronized (spool) {
            spool.notifyAll();
        }
    }

    /** Waits until the thread has ended; if it has not shortly after its time, leaves it behind. */
    @Override
    public void close() {
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(closeBy - System.nanoTime());
            thread.join(Math.max(1, left + SHORTEST_RETRY_MILLIS));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(SHORTEST_RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
