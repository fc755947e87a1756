package dev.pctl.progress.remote;

import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.remote.internal.EventSpool;
import dev.pctl.progress.remote.internal.Sender;
import dev.pctl.progress.spi.EventListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of one run from the worker to watchers. A worker adds it to its run:
 *
 * <!-- given: String token -->
 * <pre>{@code
 * Outbox outbox = Outbox.builder(Path.of("run.events"))
 *         .carrier(HttpCarrier.builder(URI.create("https://watcher:8443/events")).token(token).build())
 *         .open();
 * Progress progress = Progress.builder("gromacs image")
 *         .listener("outbox", DeliveryMode.EVERYTHING, outbox)
 *         .start();
 * }</pre>
 *
 * <p>Events are in the spool, a file, before they are sent. They stay there until a watcher has confirmed the end of the
 * run, so that a watcher that starts again gets all of them. A worker that starts again continues with the numbers of its
 * spool:
 *
 * <!-- given: Outbox outbox, Progress progress -->
 * <pre>{@code
 * if (outbox.run() != null) {
 *     progress = Progress.builder("gromacs image")
 *             .listener("outbox", DeliveryMode.EVERYTHING, outbox)
 *             .resume(outbox.run(), restored -> outbox.replay(restored::replay));
 * }
 * }</pre>
 *
 * <p>The spool survives the death of the process. It is not forced to the disk: the death of the machine may lose the
 * events of the last seconds. It is bounded: when it is full, or a link is too slow, samples and counters that newer
 * ones supersede go, and all but the newest output. Life-cycle events always stay. While the disk takes nothing, events
 * wait in memory.
 *
 * <p>Thread-safe. Each carrier has a thread, which {@link #close} ends.
 *
 * @since 0.1
 */
public final class Outbox implements EventListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Path path;
    private final EventSpool spool;
    private final List<Sender> senders = new ArrayList<>();
    private final Duration closeLimit;
    private boolean closed;

    private Outbox(Builder builder) throws IOException {
        path = builder.path;
        closeLimit = builder.closeLimit;
        spool = EventSpool.open(path, builder.maxSpoolBytes);
        for (EventCarrier carrier : builder.carriers) {
            senders.add(new Sender(spool, carrier, builder.interval, "outbox-" + (senders.size() + 1)));
        }
    }

    /**
     * Begins an outbox.
     *
     * @param spool the file for the events of one run; created with its directory if it is missing
     */
    public static Builder builder(Path spool) {
        return new Builder(Objects.requireNonNull(spool, "spool"));
    }

    /** Returns the id of the run that the spool holds, or null if it is empty. */
    public @Nullable String run() {
        return spool.run();
    }

    /**
     * Passes on the events of the spool, those of each worker in their order.
     *
     * @throws UncheckedIOException if the spool cannot be read
     */
    public void replay(Consumer<Event> target) {
        Objects.requireNonNull(target, "target");
        try {
            spool.replay(target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the spool " + path, e);
        }
    }

    /** Takes an event. Those that the spool has are ignored; those of another run too, with a warning. */
    @Override
    public void onEvent(Event event) {
        spool.add(Objects.requireNonNull(event, "event"));
    }

    /** Returns how it is doing. */
    public OutboxStatus status() {
        String failure = senders.stream()
                .map(Sender::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        long waiting = senders.stream().mapToLong(Sender::waiting).max().orElse(0);
        return new OutboxStatus(waiting, spool.size(), spool.dropped(), spool.failure(), failure);
    }

    /**
     * Sends what waits, for a limited time, and ends. If every watcher has confirmed the whole run, the spool is deleted;
     * otherwise it stays, and the next outbox on it continues.
     *
     * @return whether the spool was needed no more
     */
    public boolean finish() {
        synchronized (this) {
            if (closed) {
                return !Files.exists(path);
            }
            closed = true;
        }
        senders.forEach(s -> s.beginClose(closeLimit));
        senders.forEach(Sender::close);
        boolean complete = spool.run() != null && senders.stream().allMatch(Sender::isComplete);
        try {
            if (complete) {
                spool.delete();
            } else {
                spool.close();
                LOG.info("{} events of the run are not confirmed yet. They stay in {}.", status().waiting(), path);
            }
        } catch (IOException e) {
            LOG.warn("The spool {} cannot be closed: {}", path, e.toString());
        }
        return complete;
    }

    /** Does the same as {@link #finish}. */
    @Override
    public void close() {
        finish();
    }

    /** Collects the settings of an outbox. */
    public static final class Builder {

        private static final long LEAST_SPOOL = 1 << 16;

        private final Path path;
        private final List<EventCarrier> carriers = new ArrayList<>();
        private long maxSpoolBytes = 64L << 20;
        private Duration interval = Duration.ofMillis(250);
        private Duration closeLimit = Duration.ofSeconds(10);

        private Builder(Path path) {
            this.path = path;
        }

        /** Adds the way to a watcher. It is closed with the outbox. */
        public Builder carrier(EventCarrier carrier) {
            carriers.add(Objects.requireNonNull(carrier, "carrier"));
            return this;
        }

        /**
         * Sets how large the spool may grow before it drops what may be dropped. Default: 64 MiB.
         *
         * @throws IllegalArgumentException if it is less than 64 KiB
         */
        public Builder maxSpoolBytes(long bytes) {
            if (bytes < LEAST_SPOOL) {
                throw new IllegalArgumentException("bytes must be at least " + LEAST_SPOOL + ": " + bytes);
            }
            maxSpoolBytes = bytes;
            return this;
        }

        /**
         * Sets how long events are collected before they are sent. Default: 250 milliseconds.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder interval(Duration time) {
            interval = Arguments.positive(time, "time");
            return this;
        }

        /**
         * Sets how long closing waits for watchers. Default: ten seconds.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder closeLimit(Duration limit) {
            closeLimit = Arguments.notNegative(limit, "limit");
            return this;
        }

        /**
         * Opens the outbox and begins to send what is in its spool.
         *
         * @throws IOException if the spool cannot be read or created
         * @throws IllegalStateException if no carrier was added
         */
        public Outbox open() throws IOException {
            if (carriers.isEmpty()) {
                throw new IllegalStateException("an outbox needs a carrier");
            }
            return new Outbox(this);
        }
    }
}
