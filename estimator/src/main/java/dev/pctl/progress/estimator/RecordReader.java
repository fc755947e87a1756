package dev.pctl.progress.estimator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of a history: a record, or a header. A history is read whole before the first forecast, so nothing is
 * made of a line but its record.
 */
final class RecordReader {

    private static final JsonFactory JSON = new JsonFactory();

    private @Nullable String name;
    private @Nullable Instant started;
    private @Nullable Double seconds;
    private @Nullable Method method;
    private @Nullable Outcome outcome;
    private BuildRecord.Unit unit = BuildRecord.Unit.PACKAGE;
    private @Nullable String version;
    private @Nullable String hash;
    private @Nullable String variant;
    private @Nullable String session;
    private @Nullable String title;
    private @Nullable String machine;
    private @Nullable String compiler;
    private @Nullable String cause;
    private @Nullable Integer cores;
    private @Nullable Long memory;
    private @Nullable Long peakDisk;
    private @Nullable Long leftDisk;
    private @Nullable Long peakMemory;
    private Map<String, Double> phases = Map.of();
    private Map<String, Long> steps = Map.of();
    private final Map<String, String> header = new LinkedHashMap<>(0);

    private RecordReader() {}

    /**
     * Reads a line.
     *
     * @param bytes what holds the line, in UTF-8
     * @throws IOException if it is not one JSON object with the fields of a record or of a header
     */
    static RecordReader read(byte[] bytes, int start, int length) throws IOException {
        RecordReader line = new RecordReader();
        try (JsonParser json = JSON.createParser(bytes, start, length)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                line.take(field, json);
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "not one JSON object");
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        return line;
    }

    /** What the line says of the schema; empty if it is a record. */
    Map<String, String> header() {
        return header.containsKey("schema") ? header : Map.of();
    }

    /**
     * The record.
     *
     * @throws IOException if the line does not hold one
     */
    BuildRecord record() throws IOException {
        try {
            return new BuildRecord(
                    unit,
                    needed("name", name),
                    version,
                    hash,
                    variant,
                    needed("method", method),
                    needed("started", started),
                    needed("seconds", seconds),
                    needed("outcome", outcome),
                    session,
                    title,
                    machine,
                    compiler,
                    cores,
                    memory,
                    phases,
                    steps,
                    use(),
                    cause);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private BuildRecord.Use use() {
        return peakDisk == null && leftDisk == null && peakMemory == null
                ? BuildRecord.Use.UNKNOWN
                : new BuildRecord.Use(peakDisk, leftDisk, peakMemory);
    }

    private void take(String field, JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            takeObject(field, json);
        } else if (token == JsonToken.START_ARRAY) {
            json.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            takeScalar(field, json);
        }
    }

    private void takeObject(String field, JsonParser json) throws IOException {
        switch (field) {
            case "phases" -> phases = each(json, RecordReader::number);
            case "steps" -> steps = each(json, RecordReader::whole);
            default -> json.skipChildren();
        }
    }

    private void takeScalar(String field, JsonParser json) throws IOException {
        switch (field) {
            case "name" -> name = json.getText();
            case "started" -> started = IsoInstant.parse(json.getText());
            case "seconds" -> seconds = number(json);
            case "method" -> method = Method.valueOf(constant(json));
            case "outcome" -> outcome = Outcome.valueOf(constant(json));
            case "unit" -> unit = BuildRecord.Unit.valueOf(constant(json));
            case "version" -> {
                version = json.getText();
                header.put(field, version);
            }
            case "schema" -> header.put(field, json.getText());
            case "hash" -> hash = json.getText();
            case "variant" -> variant = json.getText();
            case "session" -> session = json.getText();
            case "title" -> title = json.getText();
            case "machine" -> machine = json.getText();
            case "compiler" -> compiler = json.getText();
            case "cause" -> cause = json.getText();
            case "cores" -> cores = Math.toIntExact(whole(json));
            case "memory" -> memory = whole(json);
            case "peakDisk" -> peakDisk = whole(json);
            case "leftDisk" -> leftDisk = whole(json);
            case "peakMemory" -> peakMemory = whole(json);
            default -> {} // of a newer version
        }
    }

    /** How the values of an object within the object are read. */
    @FunctionalInterface
    private interface Value<T> {
        T of(JsonParser json) throws IOException;
    }

    /** The scalar fields of the object, in their order. */
    private static <T> Map<String, T> each(JsonParser json, Value<T> value) throws IOException {
        Map<String, T> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken().isScalarValue()) {
                fields.put(field, value.of(json));
            } else {
                json.skipChildren();
            }
        }
        return fields;
    }

    private static double number(JsonParser json) throws IOException {
        return json.currentToken().isNumeric() ? json.getDoubleValue() : Double.parseDouble(json.getText());
    }

    private static long whole(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : Long.parseLong(json.getText());
    }

    private static String constant(JsonParser json) throws IOException {
        return json.getText().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static <T> T needed(String field, @Nullable T value) throws IOException {
        if (value == null) {
            throw new IOException("no field \"" + field + '"');
        }
        return value;
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}
