package dev.pctl.progress.testkit;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JsonlHistoryContractTest extends HistoryContract {

    @TempDir
    Path folder;

    @Override
    protected BuildHistory open() {
        return JsonlBuildHistory.open(folder.resolve("history.jsonl"));
    }
}
