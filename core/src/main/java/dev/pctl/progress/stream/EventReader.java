package dev.pctl.progress.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.internal.util.JsonValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream that an {@link EventWriter} wrote. Unknown types and fields are ignored; a damaged line is skipped
 * with a warning that names it; a stream that is cut ends where it is cut. Used by one thread at a time.
 */
public final class EventReader implements AutoCloseable {

    /** Characters in a line, more than any event has; a longer line is skipped as damaged, which bounds memory. */
    private static final int MAX_LINE = 1 << 20;

    private final BufferedReader in;
    private final Consumer<String> warnings;
    private long number;

    /**
     * Opens a stream and reads its header.
     *
     * @param in the stream, which closing the reader closes
     * @param warnings takes a line of text for each damaged line
     * @throws UnsupportedSchemaException if this is no event stream, or one of another major version
     * @throws IOException if the stream cannot be read
     */
    public EventReader(InputStream in, Consumer<String> warnings) throws IOException {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(warnings, "warnings");
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.warnings = warnings;
        readHeader();
    }

    /**
     * Reads the next event.
     *
     * @return null at the end of the stream
     *
     * @throws IOException if the stream cannot be read
     */
    public @Nullable Event next() throws IOException {
        for (String line = readLine(); line != null; line = readLine()) {
            Event event = line.isBlank() ? null : event(line);
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    private void readHeader() throws IOException {
        String line = readLine();
        Map<?, ?> header = line == null ? Map.of() : header(line);
        if (!StreamSchema.NAME.equals(header.get("schema")) || !(header.get("version") instanceof String version)) {
            throw new UnsupportedSchemaException("this is not a " + StreamSchema.NAME + " event stream");
        }
        if (!version.matches(StreamSchema.MAJOR + "(\\.\\d+)?")) {
            throw new UnsupportedSchemaException("this event stream has version " + version
                    + ", and this library reads version " + StreamSchema.MAJOR + ".x: use a matching release");
        }
    }

    private static Map<?, ?> header(String line) throws IOException {
        try {
            return parse(line);
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    private @Nullable Event event(String line) throws IOException {
        try {
            return event(parse(line));
        } catch (JsonProcessingException e) {
            warnings.accept("line " + number + " is damaged and skipped");
        } catch (MalformedEventException | ClassCastException | IllegalArgumentException | DateTimeException e) {
            warnings.accept("line " + number + " is skipped: " + e.getMessage());
        }
        return null;
    }

    private static @Nullable Event event(Map<?, ?> fields) throws MalformedEventException {
        RecordCodec codec = FactTypes.codec(text(fields, "type"));
        if (codec == null) {
            return null;
        }
        Fact fact = (Fact) codec.read(withBlocks(fields));
        return new Event(
                text(fields, "run"),
                text(fields, "worker"),
                Long.parseLong(text(fields, "sequence")),
                Instant.parse(text(fields, "time")),
                fact);
    }

    /** Returns the fields with output as a block: the first streams had one line an event, in the field {@code text}. */
    private static Map<?, ?> withBlocks(Map<?, ?> fields) {
        if (!"log-output".equals(fields.get("type")) || !(fields.get("text") instanceof String line)) {
            return fields;
        }
        Map<Object, Object> current = new LinkedHashMap<>(fields);
        current.putIfAbsent("lines", List.of(line));
        return current;
    }

    private static String text(Map<?, ?> fields, String name) throws MalformedEventException {
        Object value = fields.get(name);
        if (value == null) {
            throw new MalformedEventException("no field \"" + name + '"');
        }
        return value.toString();
    }

    private @Nullable String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        boolean tooLong = false;
        int c = in.read();
        if (c < 0) {
            return null;
        }
        number++;
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() < MAX_LINE) {
                line.append((char) c);
            } else {
                tooLong = true;
            }
        }
        return tooLong ? "too long" : line.toString();
    }

    private static Map<?, ?> parse(String line) throws IOException {
        return JsonValues.object(JsonValues.read(line));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
