package dev.pctl.progress.nats;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.carrier.Receipt;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes batches in a stream of NATS JetStream, from which any number of {@link NatsWatcher}s read them, late ones
 * too. The stream is created if it is missing and the login may do so.
 *
 * <p>Receipts say what the server has stored. A server that lost its store, or the newest part of it, is noticed when the
 * connection is back, and then the worker's spool is sent again. A receipt is complete once a watcher has the whole run.
 *
 * <p>Used by one thread at a time. The client library has threads of its own, which end with {@link #close}.
 *
 * @since 0.1
 */
public final class NatsCarrier implements EventCarrier {

    private static final int STREAM_NOT_FOUND = 10059;
    private static final int MESSAGE_NOT_FOUND = 10037;

    private final NatsSettings settings;
    private @Nullable Connection connection;
    private @Nullable Dispatcher dispatcher;
    private @Nullable ZonedDateTime store;
    private final Map<String, Long> stored = new HashMap<>();
    private final Set<String> listened = new HashSet<>();
    private final Map<String, Long> wanted = new ConcurrentHashMap<>();
    private int round;

    private NatsCarrier(NatsSettings settings) {
        this.settings = settings;
    }

    /** Returns a carrier, which connects when it is first used. */
    public static NatsCarrier of(NatsSettings settings) {
        return new NatsCarrier(Objects.requireNonNull(settings, "settings"));
    }

    @Override
    public Receipt send(EventBatch batch) throws IOException {
        String address = Subjects.address(batch.run(), batch.worker());
        try {
            Connection open = connect();
            listen(address);
            boolean asks = batch.last() < batch.first();
            if (asks) {
                stored.remove(address);
            }
            long known = known(open, address);
            if (batch.first() > known + 1) {
                round++;
                return new Receipt(known, false);
            }
            if (!asks && batch.last() > known) {
                publish(open, address, batch);
            }
            return new Receipt(stored.getOrDefault(address, known), asks && isConfirmed(open, address, known));
        } catch (JetStreamApiException | IOException | IllegalStateException e) {
            stored.clear(); // the server may have lost what it had
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the NATS server", e);
        }
    }

    private static IOException failure(Exception e) {
        return e instanceof IOException io ? io : new IOException("the NATS server: " + e.getMessage(), e);
    }

    private Connection connect() throws IOException, InterruptedException {
        Connection open = connection;
        if (open == null) {
            open = settings.connect("pctl-progress worker");
            connection = open;
            dispatcher = open.createDispatcher();
        }
        return open;
    }

    /** Hears of what watchers miss of a worker. */
    private void listen(String address) {
        if (dispatcher != null && listened.add(address)) {
            dispatcher.subscribe(Subjects.WANTED + address, message -> want(address, message));
        }
    }

    private void want(String address, Message message) {
        String text = new String(message.getData(), StandardCharsets.US_ASCII);
        if (text.matches("\\d{1,16}")) {
            wanted.merge(address, Long.parseLong(text), Math::min);
        }
    }

    /** Returns up to which number the server has the worker's events, or up to which a watcher has them if that is less. */
    private long known(Connection open, String address) throws IOException, JetStreamApiException {
        Long missing = wanted.remove(address);
        Long known = stored.get(address);
        if (known == null) {
            known = ask(open, address);
        }
        if (missing != null && missing < known) {
            round++;
            known = missing;
        }
        stored.put(address, known);
        return known;
    }

    private long ask(Connection open, String address) throws IOException, JetStreamApiException {
        StreamInfo info = stream(open.jetStreamManagement(options()), settings);
        if (!info.getCreateTime().equals(store)) {
            store = info.getCreateTime();
            round++;
        }
        MessageInfo last = last(open, Subjects.EVENTS + address);
        return last == null ? 0 : Payload.last(last.getHeaders());
    }

    private JetStreamOptions options() {
        return JetStreamOptions.builder().requestTimeout(settings.timeout()).build();
    }

    /** Returns the stream, which is created if it is missing. */
    static StreamInfo stream(JetStreamManagement management, NatsSettings settings)
            throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(settings.stream());
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != STREAM_NOT_FOUND) {
                throw e;
            }
            return management.addStream(settings.streamConfiguration());
        }
    }

    private @Nullable MessageInfo last(Connection open, String subject) throws IOException, JetStreamApiException {
        try {
            return open.jetStreamManagement(options()).getLastMessage(settings.stream(), subject);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == MESSAGE_NOT_FOUND || e.getErrorCode() == 404) {
                return null;
            }
            throw e;
        }
    }

    private void publish(Connection open, String address, EventBatch batch) throws IOException, JetStreamApiException {
        JetStream jetStream = open.jetStream(options());
        jetStream.publish(Payload.message(batch, round));
        stored.put(address, batch.last());
    }

    private boolean isConfirmed(Connection open, String address, long known) throws IOException, JetStreamApiException {
        MessageInfo confirmed = known == 0 ? null : last(open, Subjects.CONFIRMED + address);
        byte[] data = confirmed == null ? null : confirmed.getData();
        return data != null && new String(data, StandardCharsets.US_ASCII).equals(Long.toString(known));
    }

    @Override
    public void close() {
        Connection open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
