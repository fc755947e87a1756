package dev.pctl.progress.testkit;

import dev.pctl.progress.estimator.History;
import dev.pctl.progress.estimator.JsonlHistory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JsonlHistoryContractTest extends HistoryContract {

    @TempDir
    Path folder;

    @Override
    protected History open() {
        return JsonlHistory.at(folder.resolve("history.jsonl"));
    }
}
