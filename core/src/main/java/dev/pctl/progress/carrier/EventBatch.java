package dev.pctl.progress.carrier;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Successive events of one worker of one run, as an event stream of their own. It covers a range of sequence numbers: a
 * number in the range without an event was superseded on the way, and does not come. Immutable.
 *
 * @since 0.1
 */
public final class EventBatch {

    private final String run;
    private final String worker;
    private final long first;
    private final long last;
    private final byte[] stream;

    private EventBatch(String run, String worker, long first, long last, byte[] stream) {
        this.run = notEmpty(run, "run");
        this.worker = notEmpty(worker, "worker");
        if (first < 1 || last < first - 1) {
            throw new IllegalArgumentException("a batch cannot cover " + first + " to " + last);
        }
        this.first = first;
        this.last = last;
        this.stream = stream;
    }

    /**
     * Returns a batch as it was received.
     *
     * @param first the first sequence number that it covers, from 1
     * @param last the last one; {@code first - 1} for a batch that covers none and asks for a receipt only
     * @param stream a header and one line for each event; copied
     * @throws IllegalArgumentException if a name is empty or the range is not possible
     */
    public static EventBatch of(String run, String worker, long first, long last, byte[] stream) {
        return new EventBatch(run, worker, first, last, stream.clone());
    }

    /**
     * Returns a batch of events.
     *
     * @param first the first sequence number that it covers, from 1
     * @param last the last one; {@code first - 1} for a batch that covers none and asks for a receipt only
     * @param events events of this run and worker, with numbers in the range, in their order
     * @throws IllegalArgumentException if a name is empty, the range is not possible, or an event is not of this batch
     */
    public static EventBatch of(String run, String worker, long first, long last, List<Event> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventWriter writer = new EventWriter(bytes)) {
            writer.writeHeader();
            for (Event event : events) {
                if (!event.run().equals(run)
                        || !event.worker().equals(worker)
                        || event.sequence() < first
                        || event.sequence() > last) {
                    throw new IllegalArgumentException(event.id() + " is not of this batch");
                }
                writer.onEvent(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return new EventBatch(run, worker, first, last, bytes.toByteArray());
    }

    private static String notEmpty(String text, String name) {
        if (Objects.requireNonNull(text, name).isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return text;
    }

    /** Returns the id of the run. */
    public String run() {
        return run;
    }

    /** Returns the name of the worker. */
    public String worker() {
        return worker;
    }

    /** Returns the first sequence number that the batch covers. */
    public long first() {
        return first;
    }

    /** Returns the last sequence number that the batch covers. */
    public long last() {
        return last;
    }

    /** Returns a copy of the header and the lines. */
    public byte[] stream() {
        return stream.clone();
    }

    /** Returns the number of bytes of the header and the lines. */
    public int size() {
        return stream.length;
    }

    /**
     * Reads the events.
     *
     * @param warnings gets a line of text for each line that is damaged, and for each event that is not of this batch
     * @throws dev.pctl.progress.stream.UnsupportedSchemaException if this is no event stream, or one of another major
     *     version
     * @throws IOException if the events cannot be read
     */
    public List<Event> events(Consumer<String> warnings) throws IOException {
        List<Event> events = new ArrayList<>();
        try (EventReader reader = new EventReader(new ByteArrayInputStream(stream), warnings)) {
            long before = first - 1;
            for (Event event = reader.next(); event != null; event = reader.next()) {
                if (event.run().equals(run)
                        && event.worker().equals(worker)
                        && event.sequence() > before
                        && event.sequence() <= last) {
                    events.add(event);
                    before = event.sequence();
                } else {
                    warnings.accept("an event of another run, worker or range is skipped");
                }
            }
        }
        return events;
    }
}
