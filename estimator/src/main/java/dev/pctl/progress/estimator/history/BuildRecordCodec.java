package dev.pctl.progress.estimator.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.history.BuildRecord.Use;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.Price;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the lines of a history file, each of which is one JSON object. Writing leaves out null, empty maps
 * and the unit of packages. Reading ignores fields that this version does not know. Not thread-safe.
 */
final class BuildRecordCodec {

    private static final JsonFactory JSON = new JsonFactory();

    private static final Type<String> TEXT = new Type<>(JsonParser::getText, JsonGenerator::writeString);
    private static final Type<Double> NUMBER = new Type<>(BuildRecordCodec::number, BuildRecordCodec::writeRounded);
    private static final Type<Long> LONG = new Type<>(BuildRecordCodec::whole, JsonGenerator::writeNumber);
    private static final Type<Integer> INTEGER =
            new Type<>(json -> Math.toIntExact(whole(json)), JsonGenerator::writeNumber);
    private static final Type<Instant> INSTANT =
            new Type<>(json -> Instant.parse(json.getText()), (json, at) -> json.writeString(at.toString()));

    /** All components of a record, under their names in JSON, in the order of writing. */
    private static final List<Field<?>> FIELDS = List.of(
            new Field<>(
                    "unit",
                    r -> r.unit() == Unit.PACKAGE ? null : r.unit(),
                    BuildRecord.Builder::unit,
                    constant(Unit.values())),
            new Field<>("name", BuildRecord::name, BuildRecord.Builder::name, TEXT),
            new Field<>("version", BuildRecord::version, BuildRecord.Builder::version, TEXT),
            new Field<>("hash", BuildRecord::hash, BuildRecord.Builder::hash, TEXT),
            new Field<>("variant", BuildRecord::variant, BuildRecord.Builder::variant, TEXT),
            new Field<>("method", BuildRecord::method, BuildRecord.Builder::method, constant(InstallMethod.values())),
            new Field<>("started", BuildRecord::started, BuildRecord.Builder::started, INSTANT),
            new Field<>("seconds", BuildRecord::seconds, BuildRecord.Builder::seconds, NUMBER),
            new Field<>("outcome", BuildRecord::outcome, BuildRecord.Builder::outcome, constant(Outcome.values())),
            new Field<>("session", BuildRecord::session, BuildRecord.Builder::session, TEXT),
            new Field<>("title", BuildRecord::title, BuildRecord.Builder::title, TEXT),
            new Field<>("machine", BuildRecord::machine, BuildRecord.Builder::machine, TEXT),
            new Field<>("compiler", BuildRecord::compiler, BuildRecord.Builder::compiler, TEXT),
            new Field<>("cores", BuildRecord::cores, BuildRecord.Builder::cores, INTEGER),
            new Field<>("memory", BuildRecord::memoryBytes, BuildRecord.Builder::memoryBytes, LONG),
            new Field<>(
                    "peakDisk",
                    r -> r.use().peakDiskBytes(),
                    (b, v) -> b.changeUse(u -> new Use(v, u.leftDiskBytes(), u.peakMemoryBytes())),
                    LONG),
            new Field<>(
                    "leftDisk",
                    r -> r.use().leftDiskBytes(),
                    (b, v) -> b.changeUse(u -> new Use(u.peakDiskBytes(), v, u.peakMemoryBytes())),
                    LONG),
            new Field<>(
                    "peakMemory",
                    r -> r.use().peakMemoryBytes(),
                    (b, v) -> b.changeUse(u -> new Use(u.peakDiskBytes(), u.leftDiskBytes(), v)),
                    LONG),
            new Field<>("cause", BuildRecord::cause, BuildRecord.Builder::cause, TEXT),
            new Field<>("price", BuildRecordCodec::price, BuildRecordCodec::price, TEXT),
            new Field<>("phases", BuildRecord::phases, BuildRecord.Builder::phases, map(NUMBER)),
            new Field<>("steps", BuildRecord::steps, BuildRecord.Builder::steps, map(LONG)),
            new Field<>("marks", BuildRecord::marks, BuildRecord.Builder::marks, map(NUMBER)));

    private static final Map<String, Field<?>> FIELDS_BY_NAME =
            FIELDS.stream().collect(Collectors.toMap(Field::name, f -> f));

    /** The fields without which a line is damaged. */
    private static final List<String> REQUIRED = List.of("name", "method", "started", "seconds", "outcome");

    /** The texts read so far: a long history repeats few, and would otherwise hold each of them many times. */
    private final Map<String, String> texts = new HashMap<>();

    /** Reads the current value of a parser. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }

    /** Writes a value. */
    @FunctionalInterface
    private interface Writing<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    /**
     * How values are written.
     *
     * @param isObject whether they are JSON objects, or else scalars
     */
    private record Type<T>(Reading<T> reading, Writing<T> writing, boolean isObject) {

        Type(Reading<T> reading, Writing<T> writing) {
            this(reading, writing, false);
        }
    }

    private record Field<T>(
            String name, Function<BuildRecord, @Nullable T> get, BiConsumer<BuildRecord.Builder, T> set, Type<T> type) {

        void write(BuildRecord record, JsonGenerator json) throws IOException {
            T value = get.apply(record);
            if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
                json.writeFieldName(name);
                type.writing().write(json, value);
            }
        }
    }

    /** Returns the record as one line, without its end. */
    static String write(BuildRecord record) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            for (Field<?> field : FIELDS) {
                field.write(record, json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written", e);
        }
        return line.toString();
    }

    /** Returns whether two records have equal components. */
    static boolean equal(BuildRecord one, BuildRecord other) {
        return FIELDS.stream()
                .allMatch(f -> Objects.equals(f.get().apply(one), f.get().apply(other)));
    }

    /**
     * Reads a line.
     *
     * @return the record; null if the line is the file's header, which is checked
     * @param where the file, for messages
     * @throws IOException if the line is damaged
     * @throws java.io.UncheckedIOException if it is the header of a file that this library cannot read
     */
    @Nullable
    BuildRecord read(String where, byte[] bytes, int start, int length) throws IOException {
        try (JsonParser json = JSON.createParser(bytes, start, length)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
            BuildRecord.Builder record = BuildRecord.unset();
            String schema = null;
            String version = null;
            int found = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("schema")) {
                    schema = json.getText();
                } else if (name.equals("version")) {
                    version = json.getText();
                }
                if (take(name, json, record) && REQUIRED.contains(name)) {
                    found++;
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "not one JSON object");
            if (schema != null) {
                HistorySchema.check(where, schema, version);
                return null;
            }
            require(found >= REQUIRED.size(), "not all of the fields " + REQUIRED);
            return record.build();
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private boolean take(String name, JsonParser json, BuildRecord.Builder record) throws IOException {
        Field<?> field = FIELDS_BY_NAME.get(name);
        JsonToken token = json.currentToken();
        if (field == null) {
            json.skipChildren();
            return false;
        }
        boolean expected = token != JsonToken.VALUE_NULL
                && (field.type().isObject() ? token == JsonToken.START_OBJECT : token.isScalarValue());
        if (expected) {
            take(field, json, record);
        } else {
            json.skipChildren();
        }
        return expected;
    }

    @SuppressWarnings("unchecked")
    private <T> void take(Field<T> field, JsonParser json, BuildRecord.Builder record) throws IOException {
        T value = field.type().reading().read(json);
        field.set().accept(record, value instanceof String text ? (T) texts.computeIfAbsent(text, t -> t) : value);
    }

    /** Numbers may be quoted. */
    private static double number(JsonParser json) throws IOException {
        return json.currentToken().isNumeric() ? json.getDoubleValue() : Double.parseDouble(json.getText());
    }

    private static long whole(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : Long.parseLong(json.getText());
    }

    /** Returns a price such as {@code 0.68 EUR}. */
    private static @Nullable String price(BuildRecord record) {
        Price price = record.price();
        return price == null ? null : price.perHour().toPlainString() + ' ' + price.currency();
    }

    private static void price(BuildRecord.Builder builder, String text) {
        String[] parts = text.split(" ", 2);
        builder.price(new Price(new BigDecimal(parts[0]), parts.length == 2 ? parts[1] : ""));
    }

    /** Milliseconds are enough, and keep lines short. */
    private static void writeRounded(JsonGenerator json, double seconds) throws IOException {
        json.writeNumber(Math.round(seconds * 1000) / 1000.0);
    }

    /** Constants are written in lower case with hyphens. */
    private static <E extends Enum<E>> Type<E> constant(E[] constants) {
        Map<String, E> byWord = Arrays.stream(constants).collect(Collectors.toMap(BuildRecordCodec::word, c -> c));
        return new Type<>(
                json -> {
                    E constant = byWord.get(json.getText().toLowerCase(Locale.ROOT));
                    if (constant == null) {
                        throw new IllegalArgumentException("unknown value \"" + json.getText() + '"');
                    }
                    return constant;
                },
                (json, constant) -> json.writeString(word(constant)));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An object of which each scalar field is a value; the order is kept. */
    private static <T> Type<Map<String, T>> map(Type<T> type) {
        return new Type<>(
                json -> {
                    Map<String, T> values = new LinkedHashMap<>();
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String name = json.currentName();
                        if (json.nextToken().isScalarValue()) {
                            values.put(name, type.reading().read(json));
                        } else {
                            json.skipChildren();
                        }
                    }
                    return values;
                },
                (json, values) -> {
                    json.writeStartObject();
                    for (Map.Entry<String, T> value : values.entrySet()) {
                        json.writeFieldName(value.getKey());
                        type.writing().write(json, value.getValue());
                    }
                    json.writeEndObject();
                },
                true);
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}
