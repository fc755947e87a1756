package dev.pctl.progress.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.internal.util.EnumNames;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as JSON fields and reads it back. A field has its component's name unless a published name differs;
 * absent values are left out; durations are decimal seconds, instants ISO-8601, enum constants lower case with hyphens.
 */
final class RecordCodec {

    private static final Map<Class<?>, RecordCodec> KNOWN = new ConcurrentHashMap<>();

    /** Fields whose names differ from the components' names: the stream keeps a name once it is published. */
    private static final Map<String, String> PUBLISHED = Map.of("packageRef", "pkg", "blocked", "waits");

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    /** No sensible number of seconds is written with more places; it would only cost time to take it apart. */
    private static final int MAX_SCALE = 30;

    private final Class<?> type;
    private final RecordComponent[] components;
    private final Constructor<?> constructor;

    private RecordCodec(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            components[i].getAccessor().setAccessible(true);
        }
        try {
            this.constructor = type.getDeclaredConstructor(types);
            this.constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("no canonical constructor: " + type, e);
        }
    }

    static RecordCodec of(Class<?> type) {
        return KNOWN.computeIfAbsent(type, RecordCodec::new);
    }

    static String fieldName(RecordComponent component) {
        return PUBLISHED.getOrDefault(component.getName(), component.getName());
    }

    // ---- writing

    void writeFields(JsonGenerator json, Object value) throws IOException {
        for (RecordComponent component : components) {
            Object field = get(component, value);
            if (field != null) {
                json.writeFieldName(fieldName(component));
                write(json, field);
            }
        }
    }

    private static @Nullable Object get(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String s) {
            json.writeString(s);
        } else if (value instanceof Long n) {
            json.writeNumber(n);
        } else if (value instanceof Integer n) {
            json.writeNumber(n);
        } else if (value instanceof Double n) {
            json.writeNumber(n);
        } else if (value instanceof BigDecimal n) {
            json.writeNumber(n);
        } else if (value instanceof Boolean b) {
            json.writeBoolean(b);
        } else if (value instanceof Enum<?> e) {
            json.writeString(EnumNames.kebab(e));
        } else if (value instanceof Instant t) {
            json.writeString(t.toString());
        } else if (value instanceof Duration d) {
            json.writeNumber(seconds(d));
        } else if (value instanceof List<?> list) {
            writeList(json, list);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(json, map);
        } else {
            json.writeStartObject();
            of(value.getClass()).writeFields(json, value);
            json.writeEndObject();
        }
    }

    private static void writeList(JsonGenerator json, List<?> list) throws IOException {
        json.writeStartArray();
        for (Object item : list) {
            write(json, item);
        }
        json.writeEndArray();
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
            json.writeFieldName((String) entry.getKey());
            write(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static BigDecimal seconds(Duration length) {
        return BigDecimal.valueOf(length.getSeconds())
                .add(BigDecimal.valueOf(length.getNano(), 9))
                .stripTrailingZeros();
    }

    // ---- reading

    /**
     * Makes the record; fields that it does not know are ignored, and lists and maps that are absent are empty, so that
     * a stream of an older minor version can be read.
     *
     * @throws MalformedEventException if a field is missing or cannot be what it should
     */
    Object read(Map<?, ?> fields) throws MalformedEventException {
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String name = fieldName(component);
            Object field = fields.get(name);
            if (field != null) {
                values[i] = convert(name, field, component.getGenericType());
            } else if (component.getType() == List.class || component.getType() == Map.class) {
                values[i] = component.getType() == List.class ? List.of() : Map.of();
            } else if (component.getType().isPrimitive() || required(component)) {
                throw new MalformedEventException("no field \"" + name + '"');
            }
        }
        return construct(values);
    }

    private static boolean required(RecordComponent component) {
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private Object construct(@Nullable Object[] values) throws MalformedEventException {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new MalformedEventException(String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    private static Object convert(String name, Object json, Type type) throws MalformedEventException {
        try {
            return convert(json, type);
        } catch (ClassCastException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new MalformedEventException("field \"" + name + "\" is not what it should be: " + json);
        }
    }

    private static Object convert(Object json, Type type) throws MalformedEventException {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? list((List<?>) json, arguments[0])
                    : map((Map<?, ?>) json, arguments[1]);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class) {
            return (String) json;
        } else if (raw == long.class || raw == Long.class) {
            return number(json).longValueExact();
        } else if (raw == int.class || raw == Integer.class) {
            return number(json).intValueExact();
        } else if (raw == double.class || raw == Double.class) {
            return number(json).doubleValue();
        } else if (raw == BigDecimal.class) {
            return number(json);
        } else if (raw == boolean.class || raw == Boolean.class) {
            return (Boolean) json;
        } else if (raw.isEnum()) {
            return constant(raw, (String) json);
        } else if (raw == Instant.class) {
            return Instant.parse((String) json);
        } else if (raw == Duration.class) {
            return duration(number(json));
        }
        return of(raw).read((Map<?, ?>) json);
    }

    private static BigDecimal number(Object json) {
        return (BigDecimal) json;
    }

    private static Duration duration(BigDecimal seconds) {
        if (Math.abs((long) seconds.scale()) > MAX_SCALE) {
            throw new ArithmeticException("out of range");
        }
        BigDecimal[] parts = seconds.divideAndRemainder(BigDecimal.ONE);
        return Duration.ofSeconds(
                parts[0].longValueExact(), parts[1].multiply(NANOS).longValue());
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (EnumNames.kebab((Enum<?>) constant).equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static List<Object> list(List<?> json, Type item) throws MalformedEventException {
        List<Object> list = new ArrayList<>(json.size());
        for (Object element : json) {
            list.add(convert(element, item));
        }
        return list;
    }

    private static Map<String, Object> map(Map<?, ?> json, Type value) throws MalformedEventException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : json.entrySet()) {
            map.put((String) entry.getKey(), convert(entry.getValue(), value));
        }
        return map;
    }
}
