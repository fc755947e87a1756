package dev.pctl.progress.web.internal.model;

import dev.pctl.progress.view.RunView;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands the newest state to viewers. Work is done only when a viewer waits, and once for all viewers. No viewer has a
 * queue: a slow one gets everything that changed since its version in one message.
 *
 * <p>Thread-safe.
 */
public final class Publisher implements ChangeFeed {

    /** The shortest time between two updates: at most four a second. */
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(250);

    private final String epoch = UUID.randomUUID().toString();
    private final Clock clock;
    private final PageState state;
    private @Nullable RunView view;
    private Instant now = Instant.EPOCH;
    private boolean pending;
    private boolean closed;
    private long updated = System.nanoTime() - PERIOD;
    private long previousVersion;
    private @Nullable Message newest;

    public Publisher(Clock clock, Predicate<String> answerable) {
        this.clock = clock;
        this.state = new PageState(answerable);
    }

    /** Takes a new view. Returns at once. */
    public synchronized void publish(RunView newView, Instant time) {
        state.observe(newView);
        view = newView;
        now = time;
        pending = true;
        notifyAll();
    }

    /** Takes it that something beside the view has changed. */
    public synchronized void changed() {
        pending = view != null;
        notifyAll();
    }

    /** Returns the newest view, or null before the first. */
    public synchronized @Nullable RunView view() {
        return view;
    }

    /** Lets no viewer wait any longer. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public Instant time() {
        return clock.instant();
    }

    @Override
    public synchronized @Nullable Message next(long since, long limit) throws InterruptedException {
        long end = System.nanoTime() + limit;
        while (true) {
            boolean due = System.nanoTime() - updated >= PERIOD;
            if (pending && (due || closed)) {
                update();
            }
            if (state.version() != since && state.version() > 0) {
                return message(since);
            }
            long left = end - System.nanoTime();
            if (closed || left <= 0) {
                return null;
            }
            long wait = pending ? Math.min(left, updated + PERIOD - System.nanoTime()) : left;
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1)));
        }
    }

    private void update() {
        pending = false;
        updated = System.nanoTime();
        long before = state.version();
        if (view != null && state.update(view, now)) {
            previousVersion = before;
            newest = null;
        }
    }

    /** Viewers that keep up share one message. */
    private Message message(long since) {
        if (since != previousVersion || since == 0) {
            return new Message(state.version(), state.changesSince(since, epoch, clock.instant()));
        }
        if (newest == null) {
            newest = new Message(state.version(), state.changesSince(since, epoch, clock.instant()));
        }
        return newest;
    }

    /** Returns all that is known, for a file. */
    public synchronized String snapshot() {
        update();
        return state.changesSince(0, epoch, clock.instant());
    }
}
