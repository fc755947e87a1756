package dev.pctl.progress.nats;

import dev.pctl.progress.carrier.EventBatch;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** How a batch looks in a message: the range in headers, the compressed stream as the payload. */
final class Payload {

    private static final String ID = "Nats-Msg-Id";
    private static final String FIRST = "Pctl-First";
    private static final String LAST = "Pctl-Last";
    private static final int MOST_BYTES = 8 << 20;

    private Payload() {}

    /**
     * Returns the message of a batch.
     *
     * @param round how often the worker has begun to send again; it makes the message's id differ from those that the
     *     server may have and a watcher misses
     */
    static Message message(EventBatch batch, int round) throws IOException {
        String address = Subjects.address(batch.run(), batch.worker());
        String range = batch.first() + "-" + batch.last();
        Headers headers = new Headers()
                .add(ID, address + '/' + range + '/' + round)
                .add(FIRST, Long.toString(batch.first()))
                .add(LAST, Long.toString(batch.last()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(batch.stream());
        }
        return NatsMessage.builder()
                .subject(Subjects.EVENTS + address)
                .headers(headers)
                .data(bytes.toByteArray())
                .build();
    }

    /** Returns the last number that a message covers; 0 if it is not of a batch. */
    static long last(@Nullable Headers headers) {
        return number(headers, LAST);
    }

    private static long number(@Nullable Headers headers, String name) {
        String text = headers == null ? null : headers.getFirst(name);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Reads the batch of a message. Run and worker are those of the subject, for which the server checks permissions.
     *
     * @throws IllegalArgumentException if it is not the message of a batch: not compressed, cut off or too large, for example.
     *     It would be no better when it is read again.
     */
    static EventBatch batch(Message message) {
        String[] names = Subjects.names(Subjects.EVENTS, message.getSubject());
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(message.getData()))) {
            byte[] stream = gzip.readNBytes(MOST_BYTES + 1);
            if (stream.length > MOST_BYTES) {
                throw new IllegalArgumentException("a batch has more than " + MOST_BYTES + " bytes");
            }
            long first = number(message.getHeaders(), FIRST);
            return EventBatch.of(names[0], names[1], first, number(message.getHeaders(), LAST), stream);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a compressed batch", e);
        }
    }
}
