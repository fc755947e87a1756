package dev.pctl.progress.nats;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.carrier.RejectedBatchException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the batches that {@link NatsCarrier}s published, from the beginning of the stream or from a time on, and then as
 * they come. When the connection is lost, or the server starts again, it continues; when the server lost its store, it
 * begins anew with the new one.
 *
 * <p>Who may publish events of which run and worker is up to the server's permissions for subjects. The inbox gets the
 * subject as the sender.
 *
 * <p>Thread-safe. It has one thread, and the client library has some; {@link #close} ends them.
 *
 * @since 0.1
 */
public final class NatsWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NatsWatcher.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 300;

    /** How often the watcher checks, while nothing comes, that the server still serves it. */
    private static final long CHECK_NANOS = Duration.ofSeconds(2).toNanos();

    private final NatsSettings settings;
    private final EventInbox inbox;
    private final @Nullable Instant from;
    private final long first;
    private final Connection connection;
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable ZonedDateTime store;
    private long next;
    private boolean failing;

    private NatsWatcher(NatsSettings settings, EventInbox inbox, @Nullable Instant from, long first)
            throws IOException, InterruptedException {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.inbox = Objects.requireNonNull(inbox, "inbox");
        this.from = from;
        this.first = first;
        connection = settings.connect("pctl-progress watcher");
        thread = new Thread(this::run, "nats-watcher");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Connects and begins to deliver all events that the stream has.
     *
     * @throws IOException if no server can be reached
     * @throws InterruptedException if the thread is interrupted while it connects
     */
    public static NatsWatcher open(NatsSettings settings, EventInbox inbox) throws IOException, InterruptedException {
        return new NatsWatcher(settings, inbox, null, 0);
    }

    /**
     * Connects and begins to deliver the events that were published at or after a time. What is missing of a run that
     * began before is asked for: it comes if its worker still runs.
     *
     * @throws IOException if no server can be reached
     * @throws InterruptedException if the thread is interrupted while it connects
     */
    public static NatsWatcher open(NatsSettings settings, EventInbox inbox, Instant from)
            throws IOException, InterruptedException {
        return new NatsWatcher(settings, inbox, Objects.requireNonNull(from, "from"), 0);
    }

    /**
     * Connects and begins to deliver the events from a message of the stream on. What is missing of a run that began before
     * is asked for: it comes if its worker still runs.
     *
     * @param first the message's sequence number in the stream, from 1
     * @throws IOException if no server can be reached
     * @throws InterruptedException if the thread is interrupted while it connects
     * @throws IllegalArgumentException if the number is not positive
     */
    public static NatsWatcher open(NatsSettings settings, EventInbox inbox, long first)
            throws IOException, InterruptedException {
        if (first < 1) {
            throw new IllegalArgumentException("first must be positive: " + first);
        }
        return new NatsWatcher(settings, inbox, null, first);
    }

    private void run() {
        while (!closed) {
            try {
                read();
            } catch (IOException | JetStreamApiException | IllegalStateException e) {
                if (!closed && !failing) {
                    failing = true;
                    LOG.warn("Events cannot be read from NATS. The watcher tries again. ({})", e.toString());
                }
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Reads until the server does not serve this reader any more. */
    private void read() throws IOException, JetStreamApiException, InterruptedException {
        JetStreamManagement management = connection.jetStreamManagement();
        locate(NatsCarrier.stream(management, settings));
        JetStreamSubscription subscription = subscribe();
        failing = false;
        try {
            long checked = System.nanoTime();
            while (!closed) {
                Message message = subscription.nextMessage(POLL);
                if (message != null) {
                    take(message);
                    checked = System.nanoTime();
                } else if (System.nanoTime() - checked > CHECK_NANOS) {
                    StreamInfo info = management.getStreamInfo(settings.stream());
                    if (!info.getCreateTime().equals(store)) {
                        return;
                    }
                    subscription.getConsumerInfo(); // throws if the server forgot the reader
                    checked = System.nanoTime();
                }
            }
        } finally {
            end(subscription);
        }
    }

    /** Finds where to read on. A new store, and one that lost its newest part, are read from the beginning. */
    private void locate(StreamInfo info) {
        if (!info.getCreateTime().equals(store) || info.getStreamState().getLastSequence() < next - 1) {
            next = store == null ? first : 0;
            store = info.getCreateTime();
        }
    }

    private JetStreamSubscription subscribe() throws IOException, JetStreamApiException {
        ConsumerConfiguration.Builder consumer =
                ConsumerConfiguration.builder().ackPolicy(AckPolicy.None).flowControl(Duration.ofSeconds(1));
        if (next > 0) {
            consumer.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(next);
        } else if (from != null) {
            consumer.deliverPolicy(DeliverPolicy.ByStartTime).startTime(from.atZone(ZoneOffset.UTC));
        } else {
            consumer.deliverPolicy(DeliverPolicy.All);
        }
        PushSubscribeOptions options = PushSubscribeOptions.builder().stream(settings.stream())
                .configuration(consumer.build())
                .build();
        return connection.jetStream().subscribe(Subjects.EVENTS + ">", options);
    }

    private void take(Message message) throws IOException {
        try {
            EventBatch batch = Payload.batch(message);
            Receipt receipt = inbox.receive(message.getSubject(), batch);
            String address = message.getSubject().substring(Subjects.EVENTS.length());
            byte[] confirmed = Long.toString(receipt.confirmed()).getBytes(StandardCharsets.US_ASCII);
            if (receipt.confirmed() < batch.first() - 1) {
                connection.publish(Subjects.WANTED + address, confirmed);
            } else if (receipt.complete()) {
                connection.publish(Subjects.CONFIRMED + address, confirmed);
            }
        } catch (RejectedBatchException | IllegalArgumentException e) {
            LOG.debug("A message on {} is refused", message.getSubject(), e);
        }
        next = message.metaData().streamSequence() + 1;
    }

    @SuppressWarnings("EmptyCatch") // the server ends it by itself
    private static void end(JetStreamSubscription subscription) {
        try {
            subscription.unsubscribe();
        } catch (IllegalStateException e) {
            // see above
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(POLL.toMillis() * 2);
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
