package dev.pctl.progress.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.history.BuildRecord.Use;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every build history must do. A host that keeps its history in a store of its own extends this class in its
 * tests:
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
public abstract class HistoryContract {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final int THREADS = 4;
    private static final int EACH = 25;

    /**
     * Opens the history of this test: empty at first, and whenever it is opened again within the same test, by whatever
     * object, the same history.
     */
    protected abstract BuildHistory open();

    /** A record in which everything is known. */
    private static BuildRecord full(int i) {
        return BuildRecord.builder("package-" + i, START.plusSeconds(i), Duration.ofMillis(1250))
                .unit(i % 2 == 0 ? Unit.STAGE : Unit.RUN)
                .version("1." + i)
                .hash("23njwcmmq3rzan6pdlhy4o32izhlht3c")
                .variant("+mpi")
                .method(i % 2 == 0 ? InstallMethod.SOURCE : InstallMethod.BINARY_CACHE)
                .outcome(i % 3 == 0 ? Outcome.FAILED : Outcome.SUCCEEDED)
                .session("run-" + i)
                .title("ünïcode → \"quoted\"\n\t")
                .machine("c6i.4xlarge")
                .compiler("gcc@12.2.0")
                .cores(16)
                .memoryBytes(32_000_000_000L)
                .phases(Map.of("build", 1.125))
                .steps(Map.of("build", 1234L))
                .use(new Use(5_000_000_000L, -7L, 9_000_000_000L))
                .cause(i % 3 == 0 ? "disk-full" : null)
                .build();
    }

    /** A record of which only what is needed is known. */
    private static BuildRecord bare(String name, int second) {
        return BuildRecord.builder(name, START.plusSeconds(second), Duration.ZERO)
                .build();
    }

    @Test
    void isEmptyAtFirst() {
        assertEquals(List.of(), open().all());
        assertEquals(List.of(), open().of("zlib"));
    }

    @Test
    void keepsEverythingThatARecordHoldsInTheOrderOfAppending() {
        List<BuildRecord> records = List.of(full(3), full(1), bare("zlib", 9), full(2), full(4));
        BuildHistory history = open();
        history.append(records.subList(0, 2));
        history.append(records.get(2));
        history.append(List.of());
        history.append(records.subList(3, 5));

        assertEquals(records, history.all());
        assertEquals(records, open().all());
    }

    @Test
    void findsThePackagesOfAName() {
        BuildHistory history = open();
        history.append(List.of(bare("zlib", 1), bare("zlib-ng", 2), bare("zlib", 3)));

        assertEquals(List.of(bare("zlib", 1), bare("zlib", 3)), history.of("zlib"));
        assertEquals(List.of(), history.of("zli"));
    }

    @Test
    void showsWhatAnotherAppended() {
        BuildHistory one = open();
        BuildHistory other = open();
        one.append(bare("zlib", 1));
        assertEquals(1, other.all().size());
        other.append(bare("zlib", 2));

        assertEquals(2, one.all().size());
    }

    @Test
    void givesListsThatDoNotChange() {
        BuildHistory history = open();
        history.append(bare("zlib", 1));
        List<BuildRecord> before = history.all();
        history.append(bare("zlib", 2));

        assertEquals(1, before.size());
        assertThrows(UnsupportedOperationException.class, () -> before.add(bare("zlib", 3)));
    }

    @Test
    void forgetsEverythingWhenCleared() {
        BuildHistory history = open();
        history.append(full(1));
        history.clear();

        assertEquals(List.of(), history.all());
        assertEquals(List.of(), open().all());
        history.append(full(2));
        assertEquals(List.of(full(2)), open().all());
    }

    @Test
    void tidyingKeepsTheNewestOfEachPackage() {
        BuildHistory history = open();
        history.append(bare("old", 0));
        history.append(bare("new", 1));
        history.tidy(START.plus(Duration.ofDays(1000)));

        assertEquals(1, history.of("old").size());
        assertEquals(1, history.of("new").size());
    }

    @Test
    void losesNothingWhenSeveralThreadsAppend() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int first = t * EACH;
            threads.add(new Thread(() -> {
                BuildHistory history = open();
                for (int i = first; i < first + EACH; i++) {
                    history.append(bare("package-" + i, i));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        Set<String> names = new HashSet<>();
        open().all().forEach(r -> names.add(r.name()));
        assertEquals(THREADS * EACH, names.size());
        assertTrue(names.contains("package-0"));
    }
}
