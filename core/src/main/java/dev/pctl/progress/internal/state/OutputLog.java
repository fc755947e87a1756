package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.internal.snapshot.LogSnapshot;
import dev.pctl.progress.view.LogView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the logs, and the newest lines of output. */
final class OutputLog {

    /** The newest lines of each worker; the one that reported last comes last. */
    private final Map<String, OutputTail> outputs = new LinkedHashMap<>();

    private @Nullable OutputTail output;
    private @Nullable String outputWorker;
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
            outputOf(worker).add(added);
        }
    }

    private OutputTail outputOf(String worker) {
        OutputTail known = output;
        if (known == null || !worker.equals(outputWorker)) {
            known = outputs.remove(worker);
            known = known == null ? new OutputTail(LogFact.Output.NEWEST) : known;
            outputs.put(worker, known);
            output = known;
            outputWorker = worker;
        }
        return known;
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

    void clearOutput(String worker) {
        outputOf(worker).clear();
    }

    LogView view() {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        outputs.forEach((worker, tail) -> lines.put(worker, tail.lines()));
        return new LogSnapshot(dialect, lines, gaps);
    }
}
