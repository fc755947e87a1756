package dev.pctl.progress.estimator.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.internal.util.EnumNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as single lines of JSON, which {@link PlainLine} reads. What is not known is left out. */
final class RecordJson {

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
            seconds(json, "phases", r.phases());
            steps(json, r.steps());
            seconds(json, "marks", r.marks());
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

    private static void seconds(JsonGenerator json, String field, Map<String, Double> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeObjectFieldStart(field);
            for (Map.Entry<String, Double> value : values.entrySet()) {
                json.writeNumberField(value.getKey(), rounded(value.getValue()));
            }
            json.writeEndObject();
        }
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    /** How a constant is written. */
    static String word(Enum<?> constant) {
        return EnumNames.kebab(constant);
    }

    /** The bytes of a line with its end. */
    static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
