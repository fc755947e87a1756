package dev.pctl.progress.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.EnumNames;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the JSON Schema of the event stream from the types of facts. */
final class EventSchema {

    private static final String ABOUT = "One line of a pctl-progress event stream, version " + StreamSchema.MAJOR
            + ".x: the header, which is the first line, or an event. Fields and types that are not named here are"
            + " additions of a later minor version and are to be ignored. Absent fields mean unknown. Durations are"
            + " seconds.";

    /** Names that the schema keeps although the types are now called otherwise. */
    private static final Map<Class<?>, String> PUBLISHED = Map.of(
            SampleFact.BlockedProcess.class, "wait",
            PreviousRun.class, "past-run");

    /** Types that several facts share, by name. */
    private final Map<String, Object> shared = new TreeMap<>();

    String text() throws IOException {
        Map<String, Object> facts = new TreeMap<>();
        for (Class<?> group : Fact.class.getPermittedSubclasses()) {
            for (Class<?> type : group.getPermittedSubclasses()) {
                facts.put(FactTypes.name(group, type), record(type));
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:pctl-progress:event-stream:" + StreamSchema.MAJOR);
        schema.put("title", "pctl-progress event stream");
        schema.put("description", ABOUT);
        schema.put("type", "object");
        schema.put("if", Map.of("required", List.of("schema")));
        schema.put("then", reference("header"));
        schema.put("else", reference("event"));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("header", header());
        definitions.put("event", event(facts));
        definitions.putAll(facts);
        definitions.putAll(shared);
        schema.put("$defs", definitions);
        return written(schema);
    }

    private static Map<String, Object> header() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("schema", Map.of("const", StreamSchema.NAME));
        fields.put("version", ordered("type", "string", "pattern", "^" + StreamSchema.MAJOR + "\\.[0-9]+$"));
        return object(fields, List.of("schema", "version"));
    }

    private static Map<String, Object> event(Map<String, Object> facts) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", ordered("type", "string", "examples", List.copyOf(facts.keySet())));
        fields.put("sequence", ordered("type", "integer", "minimum", 1));
        fields.put("time", instant());
        fields.put("run", Map.of("type", "string"));
        fields.put("worker", Map.of("type", "string"));
        List<Object> byType = new ArrayList<>();
        for (String name : facts.keySet()) {
            Object ofType = Map.of("properties", Map.of("type", Map.of("const", name)));
            byType.add(ordered("if", ofType, "then", reference(name)));
        }
        Map<String, Object> event = object(fields, List.copyOf(fields.keySet()));
        event.put("allOf", byType);
        return event;
    }

    private Map<String, Object> record(Class<?> type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.put(RecordCodec.fieldName(component), schema(component.getGenericType()));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(RecordCodec.fieldName(component));
            }
        }
        return object(fields, required);
    }

    private Object schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? ordered("type", "array", "items", schema(arguments[0]))
                    : ordered("type", "object", "additionalProperties", schema(arguments[1]));
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class) {
            return Map.of("type", "string");
        } else if (raw == long.class || raw == Long.class || raw == int.class || raw == Integer.class) {
            return Map.of("type", "integer");
        } else if (raw == double.class || raw == Double.class || raw == BigDecimal.class || raw == Duration.class) {
            return Map.of("type", "number");
        } else if (raw == boolean.class || raw == Boolean.class) {
            return Map.of("type", "boolean");
        } else if (raw == Instant.class) {
            return instant();
        } else if (raw.isEnum()) {
            return ordered("type", "string", "enum", constants(raw));
        }
        return shared(raw);
    }

    private Object shared(Class<?> type) {
        String name = PUBLISHED.getOrDefault(type, EnumNames.kebab(type.getSimpleName()));
        if (!shared.containsKey(name)) {
            shared.put(name, Map.of());
            shared.put(name, record(type));
        }
        return reference(name);
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static Map<String, Object> instant() {
        return ordered("type", "string", "format", "date-time");
    }

    private static Map<String, Object> object(Map<String, Object> fields, List<String> required) {
        return ordered("type", "object", "properties", fields, "required", required);
    }

    private static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/$defs/" + name);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    private static String written(Object schema) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            json.setPrettyPrinter(printer);
            write(json, schema);
        }
        return text.toString() + '\n';
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString((String) value);
        }
    }
}
