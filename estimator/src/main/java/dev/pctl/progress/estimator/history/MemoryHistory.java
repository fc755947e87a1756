package dev.pctl.progress.estimator.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A history that is kept in memory. */
final class MemoryHistory implements BuildHistory {

    private final List<BuildRecord> records = new ArrayList<>();

    @Override
    public synchronized void append(List<BuildRecord> added) {
        records.addAll(List.copyOf(Objects.requireNonNull(added, "records")));
    }

    @Override
    public synchronized List<BuildRecord> all() {
        return List.copyOf(records);
    }

    @Override
    public synchronized void clear() {
        records.clear();
    }
}
