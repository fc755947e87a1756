package dev.pctl.progress.testkit;

import dev.pctl.progress.estimator.history.BuildHistory;

class MemoryHistoryContractTest extends HistoryContract {

    private final BuildHistory history = BuildHistory.inMemory();

    @Override
    protected BuildHistory open() {
        return history;
    }
}
