package dev.pctl.progress.estimator;

import java.util.List;

/**
 * What was built before. Implementations are safe for use by several threads. Those that keep records outside memory
 * throw {@link java.io.UncheckedIOException} when that fails.
 */
public interface History {

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

    /** Forgets everything. */
    void clear();

    /** A history that lasts as long as the process. */
    static History inMemory() {
        return new MemoryHistory();
    }
}
