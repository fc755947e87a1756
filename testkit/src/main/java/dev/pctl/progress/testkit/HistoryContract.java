package dev.pctl.progress.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Use;
import dev.pctl.progress.event.Price;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that every build history must pass. A host that keeps its history in a store of its own extends this class in
 * its tests:
 *
 * <pre>{@code
 * class DatabaseHistoryTest extends HistoryContract {
 *     private final Database database = Database.inMemory();
 *
 *     @Override
 *     protected BuildHistory open() {
 *         return DatabaseHistory.of(database);
 *     }
 * }
 * }</pre>
 */
@Timeout(60)
public abstract class HistoryContract {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final int THREADS = 4;
    private static final int EACH = 25;

    /** For subclasses. */
    protected HistoryContract() {}

    /**
     * Opens the history of the current test. It is empty at first; every further call in the same test opens the same
     * history, by the same or another object.
     */
    protected abstract BuildHistory open();

    /** Returns a record in which every component has a value of its own. */
    private static BuildRecord full(int i) {
        BuildRecord.Builder record = BuildRecord.builder("to be set", START, Duration.ZERO);
        for (Method component : components()) {
            invoke(component, record, value(component, i));
        }
        return record.build();
    }

    /** Returns the builder's methods that set a component; the record has an accessor of the same name for each. */
    private static List<Method> components() {
        return Arrays.stream(BuildRecord.Builder.class.getMethods())
                .filter(m -> m.getReturnType() == BuildRecord.Builder.class && m.getParameterCount() == 1)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** Returns a value for a component, another one for another number. */
    private static Object value(Method component, int i) {
        String name = component.getName();
        String type = component.getGenericParameterTypes()[0].getTypeName();
        if (component.getParameterTypes()[0].isEnum()) {
            Object[] constants = component.getParameterTypes()[0].getEnumConstants();
            return constants[i % constants.length];
        }
        return switch (type) {
            case "java.lang.String" -> name + "-" + i + " ünïcode → \"quoted\" '; drop table\n\t";
            case "java.lang.Integer" -> 16 + i;
            case "java.lang.Long" -> 32_000_000_000L + i;
            case "double" -> 1.25 + i;
            case "java.time.Instant" -> START.plusSeconds(i);
            case "java.util.Map<java.lang.String, java.lang.Double>" -> ordered(0.125 + i);
            case "java.util.Map<java.lang.String, java.lang.Long>" -> ordered(1234L + i);
            case "dev.pctl.progress.event.Price" -> new Price(BigDecimal.valueOf(125 + i, 2), "EUR");
            case "dev.pctl.progress.estimator.history.BuildRecord$Use" ->
                new Use(5_000_000_000L + i, -7L, 9_000_000_000L);
            default -> throw new AssertionError("this contract cannot fill component " + name + " of type " + type);
        };
    }

    private static <T> Map<String, T> ordered(T value) {
        Map<String, T> map = new LinkedHashMap<>();
        for (String key : List.of("configure", "build", "build 40%", "install")) {
            map.put(key, value);
        }
        return map;
    }

    private static void assertSame(List<BuildRecord> expected, List<BuildRecord> actual) {
        assertEquals(expected.size(), actual.size(), "number of records");
        for (int i = 0; i < expected.size(); i++) {
            for (Method component : components()) {
                String name = component.getName();
                Object wanted = get(name, expected.get(i));
                Object found = get(name, actual.get(i));
                assertEquals(wanted, found, name);
                if (wanted instanceof Map<?, ?> inOrder && found instanceof Map<?, ?> stored) {
                    assertEquals(List.copyOf(inOrder.keySet()), List.copyOf(stored.keySet()), "order of " + name);
                }
            }
        }
    }

    private static @Nullable Object get(String component, BuildRecord record) {
        try {
            return invoke(BuildRecord.class.getMethod(component), record);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has no accessor for " + component, e);
        }
    }

    @SuppressWarnings(
            "RethrowReflectiveOperationExceptionAsLinkageError") // a contract that cannot be checked has failed
    private static @Nullable Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot call " + method, e);
        }
    }

    /** Returns a record with no optional component. */
    private static BuildRecord bare(String name, int second) {
        return BuildRecord.builder(name, START.plusSeconds(second), Duration.ZERO)
                .build();
    }

    @Test
    void aNewHistoryIsEmpty() {
        assertEquals(List.of(), open().all());
        assertEquals(List.of(), open().of("zlib"));
    }

    @Test
    void keepsEveryComponentAndTheOrderOfAppending() {
        List<BuildRecord> records = List.of(full(3), full(1), bare("zlib", 9), full(2), full(4), full(5), full(6));
        BuildHistory history = open();
        history.append(records.subList(0, 2));
        history.append(records.get(2));
        history.append(List.of());
        history.append(records.subList(3, 7));

        assertSame(records, history.all());
        assertSame(records, open().all());
    }

    @Test
    void findsRecordsByExactName() {
        BuildHistory history = open();
        history.append(List.of(bare("zlib", 1), bare("zlib-ng", 2)));
        history.append(bare("zlib", 3));

        assertSame(List.of(bare("zlib", 1), bare("zlib", 3)), history.of("zlib"));
        assertEquals(List.of(), history.of("zli"));
    }

    @Test
    void showsWhatAnotherObjectAppended() {
        BuildHistory one = open();
        BuildHistory other = open();
        one.append(bare("zlib", 1));
        assertEquals(1, other.all().size());
        other.append(bare("zlib", 2));

        assertEquals(2, one.all().size());
    }

    @Test
    void returnsListsThatDoNotChange() {
        BuildHistory history = open();
        history.append(bare("zlib", 1));
        List<BuildRecord> before = history.all();
        history.append(bare("zlib", 2));

        assertEquals(1, before.size());
        assertThrows(UnsupportedOperationException.class, () -> before.add(bare("zlib", 3)));
    }

    @Test
    void isEmptyAfterClearAndKeepsNewRecords() {
        BuildHistory history = open();
        history.append(full(1));
        history.clear();

        assertEquals(List.of(), history.all());
        assertEquals(List.of(), open().all());
        history.append(full(2));
        assertSame(List.of(full(2)), open().all());
    }

    @Test
    void returnsTheNewestRecordsInTheirOrder() {
        BuildHistory history = open();
        List<BuildRecord> records = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            records.add(bare("zlib", i));
        }
        history.append(records);

        List<BuildRecord> newest = history.newest(10);
        assertSame(records.subList(2, 12), newest.subList(newest.size() - 10, newest.size()));
    }

    @Test
    void tidyKeepsTheNewestRecordOfEachPackage() {
        BuildHistory history = open();
        history.append(bare("old", 0));
        history.append(bare("new", 1));
        history.tidy(START.plus(Duration.ofDays(1000)));

        assertEquals(1, history.of("old").size());
        assertEquals(1, history.of("new").size());
    }

    @Test
    void losesNoRecordWhenThreadsAppendAtOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < THREADS; t++) {
            String name = "package-" + t;
            threads.add(new Thread(() -> {
                BuildHistory history = open();
                for (int i = 0; i < EACH; i++) {
                    history.append(bare(name, i));
                }
            }));
        }
        threads.forEach(t -> t.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(List.of(), failures);
        List<BuildRecord> all = open().all();
        assertEquals(THREADS * EACH, all.size());
        for (int t = 0; t < THREADS; t++) {
            List<BuildRecord> expected = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                expected.add(bare("package-" + t, i));
            }
            assertSame(expected, open().of("package-" + t));
        }
    }
}
