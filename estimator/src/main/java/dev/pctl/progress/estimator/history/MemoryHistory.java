package dev.pctl.progress.estimator.history;

import java.util.ArrayList;
import java.util.List;

/** A history that lasts as long as the process. */
final class MemoryHistory implements BuildHistory {

    private final List<BuildRecord> records = new ArrayList<>();

    @Override
    public synchronized void append(List<BuildRecord> added) {
        records.addAll(List.copyOf(added));
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
