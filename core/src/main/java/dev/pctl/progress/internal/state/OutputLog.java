package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.internal.snapshot.LogSnapshot;
import dev.pctl.progress.view.LogView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the logs, and the newest lines of output. */
final class OutputLog {

    private final OutputTail output = new OutputTail(LogFact.Output.NEWEST);
    private final Map<WorkerKey, Long> newestNumbers = new HashMap<>();
    private @Nullable String dialect;
    private long gaps;

    /** Folds a fact; lines of packages that are known go to these packages. */
    void fold(String worker, LogFact fact, PackageRegistry packages) {
        if (fact instanceof LogFact.Output f) {
            foldOutput(worker, f, packages);
        } else if (fact instanceof LogFact.Opened f) {
            newestNumbers.remove(new WorkerKey(worker, f.log()));
        } else if (fact instanceof LogFact.DialectDetected f) {
            dialect = f.dialect();
        } else if (fact instanceof LogFact.Gap) {
            gaps++;
        }
    }

    private void foldOutput(String worker, LogFact.Output line, PackageRegistry packages) {
        String log = line.log();
        WorkerKey key = new WorkerKey(worker, log == null ? "" : log);
        if (line.number() <= newestNumbers.getOrDefault(key, 0L)) {
            return;
        }
        newestNumbers.put(key, line.number());
        PackageState state = packages.find(worker, line.pkg());
        if (state == null || state.output(line)) {
            output.add(line.text());
        }
    }

    void clearOutput() {
        output.clear();
    }

    LogView view() {
        return new LogSnapshot(dialect, output.lines(), gaps);
    }
}
