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
    private final Map<WorkerKey, Position> positions = new HashMap<>();
    private @Nullable Position newest;
    private @Nullable String dialect;
    private long gaps;

    /** How far the log of a worker is known. */
    private static final class Position {
        private final String worker;
        private final String log;
        private long last;

        Position(WorkerKey key) {
            worker = key.worker();
            log = key.name();
        }
    }

    /** Folds a fact; lines of packages that are known go to these packages. */
    void fold(String worker, LogFact fact, PackageRegistry packages) {
        if (fact instanceof LogFact.Output f) {
            foldOutput(worker, f, packages);
        } else if (fact instanceof LogFact.Opened f) {
            position(worker, f.log()).last = 0;
        } else if (fact instanceof LogFact.DialectDetected f) {
            dialect = f.dialect();
        } else if (fact instanceof LogFact.Gap) {
            gaps++;
        }
    }

    /** Folds the lines of a block that were not folded before: logs that are read again may be cut differently. */
    private void foldOutput(String worker, LogFact.Output block, PackageRegistry packages) {
        String log = block.log();
        Position position = position(worker, log == null ? "" : log);
        List<String> lines = block.lines();
        long known = Math.max(0, position.last + 1 - block.number());
        if (known >= lines.size()) {
            return;
        }
        position.last = block.number() + lines.size() - 1;
        List<String> added = known == 0 ? lines : lines.subList((int) known, lines.size());
        PackageState state = packages.find(worker, block.packageRef());
        if (state == null || state.output(added, log != null)) {
            output.add(added);
        }
    }

    private Position position(String worker, String log) {
        Position known = newest;
        return known != null && known.log.equals(log) && known.worker.equals(worker) ? known : find(worker, log);
    }

    private Position find(String worker, String log) {
        Position position = positions.computeIfAbsent(new WorkerKey(worker, log), Position::new);
        newest = position;
        return position;
    }

    void clearOutput() {
        output.clear();
    }

    LogView view() {
        return new LogSnapshot(dialect, output.lines(), gaps);
    }
}
