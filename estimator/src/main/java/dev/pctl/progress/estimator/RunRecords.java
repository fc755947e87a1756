package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.BuildRecord.Unit;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.PhaseView;
import dev.pctl.progress.state.RootView;
import dev.pctl.progress.state.RunView;
import dev.pctl.progress.state.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as records for the history, and its packages as questions for the model. */
final class RunRecords {

    private RunRecords() {}

    /** What the run consisted of, the run itself last: all that ended, in the order in which it ended. */
    static List<BuildRecord> of(RunView view) {
        RunLabels labels = RunLabels.of(view);
        List<BuildRecord> records = new ArrayList<>();
        view.packages().forEach(p -> add(records, of(view, labels, p)));
        view.roots().forEach(r -> add(records, of(view, labels, r)));
        view.stages().forEach(s -> add(records, of(view, labels, s)));
        records.sort(Comparator.comparing(BuildRecord::ended));
        add(records, run(view, labels));
        return records;
    }

    private static void add(List<BuildRecord> records, @Nullable BuildRecord record) {
        if (record != null) {
            records.add(record);
        }
    }

    /** A package that was built or unpacked and whose end was seen; else null. */
    static @Nullable BuildRecord of(RunView view, RunLabels labels, PackageView p) {
        Method method = p.method();
        Instant finished = p.finished();
        if (method == null || finished == null || !takesTime(method)) {
            return null;
        }
        Instant started = p.started();
        Duration stated = p.stated();
        if (started == null && stated != null) {
            started = finished.minus(stated);
        }
        Duration took = stated == null && started != null ? Duration.between(started, finished) : stated;
        BuildRecord.Builder record = begin(view, labels, p.ref().name(), started, took, p.outcome());
        return record == null
                ? null
                : record.version(p.ref().version())
                        .hash(p.ref().hash())
                        .method(method)
                        .phases(phases(p))
                        .cause(cause(view, p))
                        .build();
    }

    private static @Nullable BuildRecord of(RunView view, RunLabels labels, RootView root) {
        return span(view, labels, Unit.ROOT, root.spec(), root.started(), root.finished(), root.outcome());
    }

    private static @Nullable BuildRecord of(RunView view, RunLabels labels, StageView stage) {
        return span(view, labels, Unit.STAGE, stage.id(), stage.started(), stage.finished(), stage.outcome());
    }

    private static @Nullable BuildRecord run(RunView view, RunLabels labels) {
        return span(view, labels, Unit.RUN, labels.title(), view.started(), view.finished(), view.outcome());
    }

    private static @Nullable BuildRecord span(
            RunView view,
            RunLabels labels,
            Unit unit,
            String name,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Outcome outcome) {
        Duration took = started == null || finished == null ? null : Duration.between(started, finished);
        BuildRecord.Builder record = begin(view, labels, name, started, took, outcome);
        return record == null ? null : record.unit(unit).build();
    }

    private static BuildRecord.@Nullable Builder begin(
            RunView view,
            RunLabels labels,
            String name,
            @Nullable Instant started,
            @Nullable Duration took,
            @Nullable Outcome outcome) {
        boolean tells = outcome == Outcome.SUCCEEDED || outcome == Outcome.FAILED;
        if (!tells || outcome == null || name.isEmpty() || started == null || took == null || took.isNegative()) {
            return null;
        }
        return BuildRecord.builder(name, started, took)
                .outcome(outcome)
                .session(view.run())
                .title(labels.title().isEmpty() ? null : labels.title())
                .machine(labels.machine())
                .compiler(labels.compiler())
                .cores(labels.cores());
    }

    private static Map<String, Double> phases(PackageView p) {
        Map<String, Double> phases = new LinkedHashMap<>();
        for (PhaseView phase : p.phases()) {
            Instant finished = phase.finished();
            Duration took = finished == null ? null : phase.elapsed(finished);
            if (took != null && !took.isNegative()) {
                phases.put(phase.name(), Times.seconds(took));
            }
        }
        return phases;
    }

    private static @Nullable String cause(RunView view, PackageView p) {
        for (Diagnosis d : view.failures()) {
            PackageRef failed = d.pkg();
            if (failed != null && failed.id().equals(p.id())) {
                return d.cause().name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
        return null;
    }

    /** Whether installing it that way takes time here. */
    static boolean takesTime(Method method) {
        return method == Method.SOURCE || method == Method.BINARY_CACHE;
    }

    /** The question how long a package of the run takes. What is not known to be cached is built from source. */
    static BuildQuery query(
            RunView view, RunLabels labels, String name, @Nullable String version, @Nullable Method method) {
        return new BuildQuery(
                name,
                version,
                null,
                method == Method.BINARY_CACHE ? Method.BINARY_CACHE : Method.SOURCE,
                view.run(),
                labels.machine(),
                labels.compiler(),
                labels.cores());
    }
}
