package dev.pctl.progress.estimator.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of records of earlier builds. A host that keeps them in a store of its own implements this interface and
 * verifies its implementation with {@code HistoryContract} of the test kit. Implementations are thread-safe. Those that
 * keep records outside memory throw {@link java.io.UncheckedIOException} if that fails.
 */
public interface BuildHistory {

    /** Adds records. */
    void append(List<BuildRecord> records);

    /** Adds a record. */
    default void append(BuildRecord record) {
        append(List.of(record));
    }

    /** Returns all records in the order in which they were added. */
    List<BuildRecord> all();

    /** Returns the records of one package, the newest last. */
    default List<BuildRecord> of(String name) {
        return all().stream().filter(r -> r.name().equals(name)).toList();
    }

    /**
     * Returns what forecasts learn from, in the order in which it was added: the last records added, and besides them
     * the last five of each unit and name. Stores may give more. A database may override this to read less than
     * {@link #all()}.
     *
     * @param count the number of last records to return
     */
    default List<BuildRecord> newest(int count) {
        return Retention.newest(count, all());
    }

    /**
     * Drops records that are too old to be of use, if there are enough of them to be worth the effort, but keeps the last
     * few of each package. Called after a run was added. Does nothing by default.
     *
     * @param now the present time
     */
    default void tidy(Instant now) {}

    /**
     * Returns what will keep a run from being added, in one sentence for people; null if nothing is known to. Takes little
     * time. Null by default.
     */
    default @Nullable String problem() {
        return null;
    }

    /** Drops all records. */
    void clear();

    /** Returns a history that is kept in memory. */
    static BuildHistory inMemory() {
        return new MemoryHistory();
    }
}
