package dev.pctl.progress.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.internal.util.VisibleJson;
import dev.pctl.progress.spi.EventListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes events as JSON Lines: a header with the schema's version, then one object a line, each line in one write and
 * flushed, so that a reader sees whole lines and a crash loses at most the last. It is a listener, to be subscribed
 * with {@link dev.pctl.progress.hook.DeliveryMode#EVERYTHING}. Used by one thread at a time.
 */
public final class EventWriter implements EventListener, AutoCloseable {

    private static final JsonFactory JSON = VisibleJson.factory();

    private final OutputStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean begun;

    /** Creates a writer to the stream, which closing the writer closes. */
    public EventWriter(OutputStream out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    /** Creates a writer that appends to a stream which already has its header. Closing the writer closes the stream. */
    public static EventWriter createForAppend(OutputStream out) {
        EventWriter writer = new EventWriter(out);
        writer.begun = true;
        return writer;
    }

    @Override
    public void onEvent(Event event) throws IOException {
        Objects.requireNonNull(event, "event");
        writeHeader();
        JsonGenerator json = begin();
        Fact fact = event.fact();
        json.writeStringField("type", FactTypes.nameOf(fact));
        json.writeNumberField("sequence", event.sequence());
        json.writeStringField("time", event.time().toString());
        json.writeStringField("run", event.run());
        json.writeStringField("worker", event.worker());
        RecordCodec.of(fact.getClass()).writeFields(json, fact);
        end(json);
    }

    /**
     * Writes the header if nothing is written yet, so that a run without events is a stream too.
     *
     * @throws IOException if the stream cannot be written
     */
    public void writeHeader() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        JsonGenerator json = begin();
        json.writeStringField("schema", StreamSchema.NAME);
        json.writeStringField("version", StreamSchema.version());
        end(json);
    }

    private JsonGenerator begin() throws IOException {
        line.reset();
        JsonGenerator json = JSON.createGenerator(line);
        json.writeStartObject();
        return json;
    }

    private void end(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.close();
        line.write('\n');
        line.writeTo(out);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
