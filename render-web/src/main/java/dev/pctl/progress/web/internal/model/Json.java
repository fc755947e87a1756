package dev.pctl.progress.web.internal.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes JSON values: absent ones are left out, times are milliseconds, lengths of time are seconds. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double MILLIS = 1000;

    /** Writes one value. */
    @FunctionalInterface
    public interface Value {
        void writeTo(Json json) throws IOException;
    }

    private final JsonGenerator out;

    private Json(JsonGenerator out) {
        this.out = out;
    }

    /** Returns the value as JSON text. */
    public static String text(Value value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            value.writeTo(new Json(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Returns an object as JSON text. */
    public static String object(Value fields) {
        return text(json -> json.value(fields));
    }

    /** Writes an object with the given fields. */
    public void value(Value fields) throws IOException {
        out.writeStartObject();
        fields.writeTo(this);
        out.writeEndObject();
    }

    public Json field(String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
        return this;
    }

    public Json field(String name, @Nullable Number value) throws IOException {
        if (value instanceof Double || value instanceof Float) {
            double number = value.doubleValue();
            if (Double.isFinite(number)) {
                out.writeNumberField(name, number);
            }
        } else if (value != null) {
            out.writeNumberField(name, value.longValue());
        }
        return this;
    }

    public Json field(String name, boolean value) throws IOException {
        if (value) {
            out.writeBooleanField(name, true);
        }
        return this;
    }

    public Json field(String name, @Nullable Enum<?> value) throws IOException {
        return field(name, value == null ? null : name(value));
    }

    public Json field(String name, @Nullable Instant value) throws IOException {
        return field(name, value == null ? null : value.toEpochMilli());
    }

    public Json field(String name, @Nullable Duration value) throws IOException {
        return field(name, value == null ? null : value.toMillis() / MILLIS);
    }

    /** Writes JSON text as it is. */
    public Json raw(String name, String json) throws IOException {
        out.writeFieldName(name);
        out.writeRawValue(json);
        return this;
    }

    /** Writes JSON text as it is, as an item of an array. */
    void raw(String json) throws IOException {
        out.writeRawValue(json);
    }

    void name(String name) throws IOException {
        out.writeFieldName(name);
    }

    public Json object(String name, Value fields) throws IOException {
        out.writeFieldName(name);
        value(fields);
        return this;
    }

    /** Writes an array, if there is anything to put into it. */
    public <T> Json array(String name, Collection<T> items, Item<T> each) throws IOException {
        if (!items.isEmpty()) {
            out.writeArrayFieldStart(name);
            for (T item : items) {
                each.write(this, item);
            }
            out.writeEndArray();
        }
        return this;
    }

    public Json strings(String name, Collection<String> items) throws IOException {
        return array(name, items, (json, item) -> json.out.writeString(item));
    }

    public Json numbers(String name, double[] values, int from, int to) throws IOException {
        out.writeFieldName(name);
        out.writeArray(values, from, to - from);
        return this;
    }

    public Json numbers(String name, long[] values, int from, int to) throws IOException {
        out.writeFieldName(name);
        out.writeArray(values, from, to - from);
        return this;
    }

    /** Writes one item of an array. */
    @FunctionalInterface
    public interface Item<T> {
        void write(Json json, T item) throws IOException;
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
