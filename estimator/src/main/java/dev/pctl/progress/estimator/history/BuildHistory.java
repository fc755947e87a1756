package dev.pctl.progress.estimator.history;

import java.time.Instant;
import java.util.List;

/**
 * What was built before. A host that keeps it in a store of its own implements this, and verifies its implementation
 * with {@code HistoryContract} of the test kit. Implementations are safe for use by several threads. Those that keep records outside memory
 * throw {@link java.io.UncheckedIOException} when that fails.
 */
public interface BuildHistory {

    /** Adds records. */
    void append(List<BuildRecord> records);

    /** Adds a record. */
    default void append(BuildRecord record) {
        append(List.of(record));
    }

    /** All records in the order in which they were added. */
    List<BuildRecord> all();

    /** The records of one package, the newest last. */
    default List<BuildRecord> of(String name) {
        return all().stream().filter(r -> r.name().equals(name)).toList();
    }

    /**
     * Forgets what is too old to be of use, if there is enough of that to be worth the effort; of each package the last
     * few records stay however old they are. Called when a run was added. Does nothing unless implemented.
     *
     * @param now the present time
     */
    default void tidy(Instant now) {}

    /** Forgets everything. */
    void clear();

    /** A history that lasts as long as the process. */
    static BuildHistory inMemory() {
        return new MemoryHistory();
    }
}
