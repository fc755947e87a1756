package dev.pctl.progress.testkit;

import dev.pctl.progress.estimator.History;

class MemoryHistoryContractTest extends HistoryContract {

    private final History history = History.inMemory();

    @Override
    protected History open() {
        return history;
    }
}
