package dev.pctl.progress.event;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes facts of every type there is, with whatever may stand in them. */
public final class RandomFacts {

    private static final List<Class<?>> TYPES = types();
    private static final String[] NAMES = {"zlib", "hdf5", "gcc"};
    private static final String[] HASHES = {"23njwcmmq3rzan6pdlhy4o32izhlht3c", "xi5l7ko", "u7qsqhz"};

    private final Random random;

    public RandomFacts(long seed) {
        random = new Random(seed);
    }

    private static List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> group : Fact.class.getPermittedSubclasses()) {
            types.addAll(List.of(group.getPermittedSubclasses()));
        }
        return types;
    }

    public static int typeCount() {
        return TYPES.size();
    }

    /** A fact of the type of that number. */
    public Fact of(int type) {
        while (true) {
            try {
                return (Fact) make(TYPES.get(type));
            } catch (ReflectiveOperationException e) {
                // not every combination of values is allowed
            }
        }
    }

    public List<Event> events(int count) {
        List<Event> events = new ArrayList<>();
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        for (int i = 1; i <= count; i++) {
            time = time.plusMillis(random.nextInt(5000) - 1000);
            events.add(new Event("run", "main", i, time, of(random.nextInt(TYPES.size()))));
        }
        return events;
    }

    private Object make(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
            values[i] = nullable && random.nextInt(3) == 0
                    ? null
                    : value(components[i].getName(), components[i].getGenericType());
        }
        var constructor = type.getDeclaredConstructor(types);
        return constructor.newInstance(values);
    }

    private Object value(String name, Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(generic.getActualTypeArguments()[0])
                    : map(generic.getActualTypeArguments()[1]);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class) {
            return text(name);
        } else if (raw == int.class || raw == Integer.class) {
            return 1 + random.nextInt(3);
        } else if (raw == long.class || raw == Long.class) {
            return (long) random.nextInt(1000);
        } else if (raw == double.class || raw == Double.class) {
            return random.nextDouble();
        } else if (raw == boolean.class || raw == Boolean.class) {
            return random.nextBoolean();
        } else if (raw == Price.class) {
            return new Price(BigDecimal.valueOf(random.nextInt(1000), 2), "EUR");
        } else if (raw == Duration.class) {
            return Duration.ofNanos(random.nextLong(1L << 50));
        } else if (raw == Instant.class) {
            return Instant.ofEpochMilli(random.nextLong(1L << 42));
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        }
        return make(raw);
    }

    private String text(String name) {
        return switch (name) {
            case "name" -> NAMES[random.nextInt(NAMES.length)];
            case "hash" -> HASHES[random.nextInt(HASHES.length)];
            case "phase" -> random.nextBoolean() ? "build" : "install";
            default -> random.nextInt(4) == 0 ? "ünïcode \"\\ \u0007\n\t😀" : "text" + random.nextInt(5);
        };
    }

    private List<Object> list(Type item) throws ReflectiveOperationException {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(value("item", item));
        }
        return list;
    }

    private Map<String, Object> map(Type value) throws ReflectiveOperationException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            map.put(random.nextBoolean() ? "build" : "install", value("value", value));
        }
        return map;
    }
}
