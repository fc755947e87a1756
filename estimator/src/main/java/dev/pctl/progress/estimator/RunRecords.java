package dev.pctl.progress.estimator;

import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The builds of a run, as records for the history and as questions for the model. */
final class RunRecords {

    private RunRecords() {}

    /** What was built or unpacked in the run and how that ended, in the order in which it ended. */
    static List<BuildRecord> of(RunView view) {
        RunLabels labels = RunLabels.of(view);
        List<BuildRecord> records = new ArrayList<>();
        for (PackageView p : view.packages()) {
            BuildRecord record = record(view, labels, p);
            if (record != null) {
                records.add(record);
            }
        }
        records.sort(Comparator.comparing(BuildRecord::ended));
        return records;
    }

    private static @Nullable BuildRecord record(RunView view, RunLabels labels, PackageView p) {
        Method method = p.method();
        Instant started = p.started();
        Instant finished = p.finished();
        Outcome outcome = p.outcome();
        if (!work(method) || method == null || finished == null || !tells(outcome) || outcome == null) {
            return null;
        }
        Duration took = p.stated();
        if (took == null) {
            took = started == null ? null : Duration.between(started, finished);
        }
        if (took == null || took.isNegative()) {
            return null;
        }
        PackageRef ref = p.ref();
        return BuildRecord.builder(ref.name(), started == null ? finished.minus(took) : started, took)
                .version(ref.version())
                .hash(ref.hash())
                .method(method)
                .outcome(outcome)
                .session(view.run())
                .title(labels.title().isEmpty() ? null : labels.title())
                .machine(labels.machine())
                .compiler(labels.compiler())
                .cores(labels.cores())
                .build();
    }

    /** Whether installing it that way takes time here. */
    static boolean work(@Nullable Method method) {
        return method == Method.SOURCE || method == Method.BINARY_CACHE;
    }

    private static boolean tells(@Nullable Outcome outcome) {
        return outcome == Outcome.SUCCEEDED || outcome == Outcome.FAILED;
    }

    /** The question how long a package of the run takes. What is not known to be cached is built from source. */
    static BuildQuery query(RunView view, RunLabels labels, PackageRef ref, @Nullable Method method) {
        return new BuildQuery(
                ref.name(),
                ref.version(),
                null,
                method == Method.BINARY_CACHE ? Method.BINARY_CACHE : Method.SOURCE,
                view.run(),
                labels.machine(),
                labels.compiler(),
                labels.cores());
    }
}
