package dev.pctl.progress.estimator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records as single lines of JSON. What is not known is left out; fields that are not understood are ignored. */
final class RecordJson {

    private static final String PHASES = "phases.";
    private static final String STEPS = "steps.";
    private static final JsonFactory JSON = new JsonFactory();

    private RecordJson() {}

    static String write(BuildRecord r) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            if (r.unit() != BuildRecord.Unit.PACKAGE) {
                text(json, "unit", word(r.unit()));
            }
            text(json, "name", r.name());
            text(json, "version", r.version());
            text(json, "hash", r.hash());
            text(json, "variant", r.variant());
            text(json, "method", word(r.method()));
            text(json, "started", r.started().toString());
            json.writeNumberField("seconds", rounded(r.seconds()));
            text(json, "outcome", word(r.outcome()));
            text(json, "session", r.session());
            text(json, "title", r.title());
            text(json, "machine", r.machine());
            text(json, "compiler", r.compiler());
            number(json, "cores", r.cores());
            number(json, "memory", r.memoryBytes());
            number(json, "peakDisk", r.use().peakDiskBytes());
            number(json, "leftDisk", r.use().leftDiskBytes());
            number(json, "peakMemory", r.use().peakMemoryBytes());
            text(json, "cause", r.cause());
            phases(json, r.phases());
            steps(json, r.steps());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written", e);
        }
        return line.toString();
    }

    private static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    private static void number(JsonGenerator json, String field, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value.longValue());
        }
    }

    private static void steps(JsonGenerator json, Map<String, Long> steps) throws IOException {
        if (!steps.isEmpty()) {
            json.writeObjectFieldStart("steps");
            for (Map.Entry<String, Long> phase : steps.entrySet()) {
                json.writeNumberField(phase.getKey(), phase.getValue());
            }
            json.writeEndObject();
        }
    }

    private static void phases(JsonGenerator json, Map<String, Double> phases) throws IOException {
        if (!phases.isEmpty()) {
            json.writeObjectFieldStart("phases");
            for (Map.Entry<String, Double> phase : phases.entrySet()) {
                json.writeNumberField(phase.getKey(), rounded(phase.getValue()));
            }
            json.writeEndObject();
        }
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The scalar fields of one object, as text; those of an object within it under {@code outer.inner}.
     *
     * @throws IOException if the line is not one JSON object
     */
    static Map<String, String> fields(String line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
            fields(json, "", fields);
            require(json.nextToken() == null, "not one JSON object");
        }
        return fields;
    }

    private static void fields(JsonParser json, String outer, Map<String, String> fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = outer + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && outer.isEmpty()) {
                fields(json, field + '.', fields);
            } else if (value != null && value.isScalarValue()) {
                fields.put(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
        require(json.currentToken() == JsonToken.END_OBJECT, "not one JSON object");
    }

    /** The fields of the object within the object, in their order. */
    private static <T> Map<String, T> within(String outer, Map<String, String> fields, Function<String, T> value) {
        Map<String, T> inner = new LinkedHashMap<>();
        fields.forEach((field, text) -> {
            if (field.startsWith(outer)) {
                inner.put(field.substring(outer.length()), value.apply(text));
            }
        });
        return inner;
    }

    private static @Nullable Long bytes(Map<String, String> fields, String field) {
        String value = fields.get(field);
        return value == null ? null : Long.valueOf(value);
    }

    /**
     * The record that the fields describe.
     *
     * @throws IOException if they do not describe one
     */
    static BuildRecord record(Map<String, String> fields) throws IOException {
        try {
            String cores = fields.get("cores");
            return BuildRecord.builder(
                            needed(fields, "name"),
                            Instant.parse(needed(fields, "started")),
                            Double.parseDouble(needed(fields, "seconds")))
                    .version(fields.get("version"))
                    .hash(fields.get("hash"))
                    .variant(fields.get("variant"))
                    .method(Method.valueOf(constant(needed(fields, "method"))))
                    .outcome(Outcome.valueOf(constant(needed(fields, "outcome"))))
                    .session(fields.get("session"))
                    .title(fields.get("title"))
                    .machine(fields.get("machine"))
                    .compiler(fields.get("compiler"))
                    .cores(cores == null ? null : Integer.valueOf(cores))
                    .unit(BuildRecord.Unit.valueOf(constant(fields.getOrDefault("unit", "package"))))
                    .cause(fields.get("cause"))
                    .memoryBytes(bytes(fields, "memory"))
                    .phases(within(PHASES, fields, Double::valueOf))
                    .steps(within(STEPS, fields, Long::valueOf))
                    .use(new BuildRecord.Use(
                            bytes(fields, "peakDisk"), bytes(fields, "leftDisk"), bytes(fields, "peakMemory")))
                    .build();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String needed(Map<String, String> fields, String field) throws IOException {
        String value = fields.get(field);
        if (value == null) {
            throw new IOException("no field \"" + field + '"');
        }
        return value;
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }

    /** The bytes of a line with its end. */
    static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
