package dev.pctl.progress.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies a history store: a test class of the host's extends this and says how to make one. Needs the estimator.
 *
 * <pre>{@code
 * class TableHistoryTest extends HistoryKit {
 *     @Override
 *     protected BuildHistory history() {
 *         return DatabaseHistory.of(Database.inMemory());
 *     }
 * }
 * }</pre>
 */
@Timeout(60)
public abstract class HistoryKit {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** For subclasses. */
    protected HistoryKit() {}

    /** A new store without records. */
    protected abstract BuildHistory history() throws IOException;

    @Test
    void aNewStoreIsEmpty() throws IOException {
        assertEquals(List.of(), history().all());
        assertEquals(List.of(), history().of("zlib"));
    }

    @Test
    void recordsComeBackAsTheyWereAndInOrder() throws IOException {
        BuildHistory history = history();
        history.append(List.of(record("zlib", 0), record("gcc", 1)));
        history.append(record("zlib", 2));
        history.append(List.of());
        assertEquals(List.of(record("zlib", 0), record("gcc", 1), record("zlib", 2)), history.all());
    }

    @Test
    void theRecordsOfAPackageComeWithTheNewestLast() throws IOException {
        BuildHistory history = history();
        for (int i = 0; i < 10; i++) {
            history.append(record(i % 2 == 0 ? "zlib" : "gcc", i));
        }
        assertEquals(
                List.of(record("gcc", 1), record("gcc", 3), record("gcc", 5), record("gcc", 7), record("gcc", 9)),
                history.of("gcc"));
    }

    @Test
    void namesAreTextOfAnyKind() throws IOException {
        BuildHistory history = history();
        List<BuildRecord> records = List.of(record("ünïcode \"\\ '; drop table", 0), record("a\nb", 1));
        history.append(records);
        assertEquals(records, history.all());
    }

    @Test
    void whatIsClearedIsGoneAndNewRecordsAreKept() throws IOException {
        BuildHistory history = history();
        history.append(record("zlib", 0));
        history.clear();
        assertEquals(List.of(), history.all());
        history.append(record("gcc", 1));
        assertEquals(List.of(record("gcc", 1)), history.all());
    }

    @Test
    void severalThreadsMayAppend() throws Exception {
        BuildHistory history = history();
        int threads = 4;
        int each = 25;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = "package" + t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    history.append(record(name, i));
                }
            });
            thread.setUncaughtExceptionHandler((broken, e) -> failure.set(e));
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        assertNull(failure.get());
        assertEquals(threads * each, history.all().size());
        for (int t = 0; t < threads; t++) {
            List<BuildRecord> own = history.of("package" + t);
            assertEquals(each, own.size());
            assertTrue(own.get(0).started().isBefore(own.get(each - 1).started()), "in the order of appending");
        }
    }

    private static BuildRecord record(String name, int hour) {
        return BuildRecord.builder(name, START.plus(Duration.ofHours(hour)), Duration.ofSeconds(10 + hour))
                .version("1." + hour)
                .build();
    }
}
