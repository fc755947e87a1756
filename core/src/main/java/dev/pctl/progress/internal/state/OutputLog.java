package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.internal.snapshot.LogSnapshot;
import dev.pctl.progress.view.LogView;
import java.util.HashMap;
import java.util.List;
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

    /** Folds the lines of a block that were not folded before: logs that are read again may be cut differently. */
    private void foldOutput(String worker, LogFact.Output block, PackageRegistry packages) {
        String log = block.log();
        WorkerKey key = new WorkerKey(worker, log == null ? "" : log);
        List<String> lines = block.lines();
        long last = newestNumbers.getOrDefault(key, 0L);
        long known = Math.max(0, last + 1 - block.number());
        if (known >= lines.size()) {
            return;
        }
        newestNumbers.put(key, block.number() + lines.size() - 1);
        List<String> added = known == 0 ? lines : lines.subList((int) known, lines.size());
        PackageState state = packages.find(worker, block.packageRef());
        if (state == null || state.output(added, log != null)) {
            output.add(added);
        }
    }

    void clearOutput() {
        output.clear();
    }

    LogView view() {
        return new LogSnapshot(dialect, output.lines(), gaps);
    }
}
