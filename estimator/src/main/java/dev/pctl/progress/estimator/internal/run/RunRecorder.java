package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.internal.model.BuildQuery;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.Price;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.internal.util.EnumNames;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunCost;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts a run into records for the history, and its packages into queries for the model. */
public final class RunRecorder {

    /** The factor by which a stated duration may exceed what the clock saw of the run. */
    private static final double MOST_STATED_BY_SEEN = 10;

    /** Stated durations up to this are believed whatever the clock saw: a log may be read long after the build. */
    private static final Duration ALWAYS_BELIEVED = Duration.ofHours(1);

    /** Limits a stated duration where the beginning of the run is not known. */
    private static final Duration LONGEST_BELIEVED = Duration.ofDays(30);

    /** Later starts, which a record cannot hold, come from a broken clock or event stream. */
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private static final double SECONDS_PER_HOUR = 3600;

    /** The decimal places of a recorded price: cheap machines cost less than a cent per hour. */
    private static final int PRICE_PLACES = 4;

    private RunRecorder() {}

    /** Returns the records of all parts of a run that ended, in the order of their ends, and that of the run itself last. */
    public static List<BuildRecord> of(RunView view, PeakUsageTracker peaks, MilestoneTracker milestones) {
        BuildContext labels = BuildContext.of(view);
        List<BuildRecord> records = new ArrayList<>();
        view.packages().forEach(p -> add(records, of(view, labels, p, peaks.of(p), milestones)));
        view.roots().forEach(r -> add(records, of(view, labels, r)));
        view.stages().forEach(s -> add(records, of(view, labels, s)));
        records.sort(Comparator.comparing(BuildRecord::ended));
        add(records, run(view, labels, peaks.ofRun()));
        return records;
    }

    private static void add(List<BuildRecord> records, @Nullable BuildRecord record) {
        if (record != null) {
            records.add(record);
        }
    }

    /** Returns the record of a package that was built or unpacked and whose end was seen; else null. */
    public static @Nullable BuildRecord of(
            RunView view, BuildContext labels, PackageView p, BuildRecord.Use use, MilestoneTracker milestones) {
        InstallMethod method = p.method();
        Instant finished = p.finished();
        if (method == null || finished == null || !takesTime(method)) {
            return null;
        }
        Instant started = p.started();
        Duration stated = p.stated();
        if (stated != null && !isBelievable(stated, view.started(), finished)) {
            return null;
        }
        if (started == null && stated != null) {
            started = finished.minus(stated);
        }
        Duration took = stated == null && started != null ? Duration.between(started, finished) : stated;
        BuildRecord.Builder record = begin(view, labels, p.ref().name(), started, took, p.outcome());
        return record == null || took == null
                ? null
                : record.version(p.ref().version())
                        .hash(p.ref().hash())
                        .method(method)
                        .phases(phases(p))
                        .steps(steps(p))
                        .marks(milestones.of(p, Durations.seconds(took)))
                        .use(use)
                        .cause(cause(view, p))
                        .build();
    }

    /**
     * Returns whether a log may state this duration for a package. The package cannot have taken longer than the run so
     * far, but a run may join a build that is under way, or read a log at once; neither the stated duration nor the clock is
     * worth a record if they differ by more than that explains.
     */
    public static boolean isBelievable(Duration stated, @Nullable Instant runStarted, Instant finished) {
        if (stated.compareTo(ALWAYS_BELIEVED) <= 0 || runStarted == null) {
            return stated.compareTo(LONGEST_BELIEVED) <= 0;
        }
        return Durations.seconds(stated)
                <= MOST_STATED_BY_SEEN * Durations.seconds(Duration.between(runStarted, finished));
    }

    private static @Nullable BuildRecord of(RunView view, BuildContext labels, RootView root) {
        return built(span(view, labels, Unit.ROOT, root.spec(), root.started(), root.finished(), root.outcome()));
    }

    private static @Nullable BuildRecord of(RunView view, BuildContext labels, StageView stage) {
        return built(span(view, labels, Unit.STAGE, stage.id(), stage.started(), stage.finished(), stage.outcome()));
    }

    private static @Nullable BuildRecord run(RunView view, BuildContext labels, BuildRecord.Use use) {
        BuildRecord.Builder run =
                span(view, labels, Unit.RUN, labels.title(), view.started(), view.finished(), view.outcome());
        return built(run == null ? null : run.use(use).cause(cause(view)).price(price(view)));
    }

    /** Returns the mean price per hour of the whole run, in the first currency that was stated; null without a price. */
    private static @Nullable Price price(RunView view) {
        Instant started = view.started();
        Instant finished = view.finished();
        List<RunCost> costs = finished == null ? List.of() : RunCost.of(view, finished);
        if (costs.isEmpty() || started == null || finished == null || !started.isBefore(finished)) {
            return null;
        }
        RunCost cost = costs.get(0);
        double hours = Durations.seconds(Duration.between(started, finished)) / SECONDS_PER_HOUR;
        BigDecimal perHour = BigDecimal.valueOf(cost.spent() / hours).setScale(PRICE_PLACES, RoundingMode.HALF_UP);
        return new Price(perHour, cost.currency());
    }

    private static @Nullable BuildRecord built(BuildRecord.@Nullable Builder record) {
        return record == null ? null : record.build();
    }

    private static BuildRecord.@Nullable Builder span(
            RunView view,
            BuildContext labels,
            Unit unit,
            String name,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Outcome outcome) {
        Duration took = started == null || finished == null ? null : Duration.between(started, finished);
        BuildRecord.Builder record = begin(view, labels, name, started, took, outcome);
        return record == null ? null : record.unit(unit);
    }

    private static BuildRecord.@Nullable Builder begin(
            RunView view,
            BuildContext labels,
            String name,
            @Nullable Instant started,
            @Nullable Duration took,
            @Nullable Outcome outcome) {
        if (outcome == null
                || outcome == Outcome.SKIPPED
                || name.isEmpty()
                || started == null
                || took == null
                || took.isNegative()
                || started.isBefore(Instant.EPOCH)
                || started.isAfter(LATEST)) {
            return null;
        }
        return BuildRecord.builder(name, started, took)
                .outcome(outcome)
                .session(view.run())
                .title(labels.title().isEmpty() ? null : labels.title())
                .machine(labels.machine())
                .compiler(labels.compiler())
                .cores(labels.cores())
                .memoryBytes(
                        view.machine().memory() == null
                                ? null
                                : view.machine().memory().totalBytes());
    }

    private static Map<String, Double> phases(PackageView p) {
        Map<String, Double> phases = new LinkedHashMap<>();
        for (PhaseView phase : p.phases()) {
            Instant finished = phase.finished();
            Duration took = finished == null ? null : phase.elapsed(finished);
            if (took != null && !took.isNegative()) {
                phases.put(phase.name(), Durations.seconds(took));
            }
        }
        return phases;
    }

    /** Returns the numbers of steps of the successful phases. */
    private static Map<String, Long> steps(PackageView p) {
        Map<String, Long> steps = new LinkedHashMap<>();
        for (PhaseView phase : p.phases()) {
            PhaseView.Steps counted = phase.steps();
            if (counted != null && phase.outcome() == Outcome.SUCCEEDED) {
                steps.put(phase.name(), counted.done());
            }
        }
        return steps;
    }

    private static @Nullable String cause(RunView view, PackageView p) {
        for (Diagnosis d : view.failures()) {
            PackageRef failed = d.packageRef();
            if (failed != null && failed.id().equals(p.id())) {
                return word(d);
            }
        }
        return null;
    }

    /** Returns the cause of a run's first failure; null if the run succeeded. */
    private static @Nullable String cause(RunView view) {
        return view.outcome() == Outcome.SUCCEEDED || view.failures().isEmpty()
                ? null
                : word(view.failures().get(0));
    }

    private static String word(Diagnosis d) {
        return EnumNames.kebab(d.cause());
    }

    /** Returns whether an installation of this method takes time in the run. */
    public static boolean takesTime(InstallMethod method) {
        return !method.isReused();
    }

    /** Returns the query for a package of the run. One without a method is built from source. */
    public static BuildQuery query(RunView view, BuildContext labels, PackageRef ref, @Nullable InstallMethod method) {
        return new BuildQuery(
                ref.name(),
                ref.version(),
                ref.hash(),
                null,
                method == null || method.isReused() ? InstallMethod.SOURCE : method,
                view.run(),
                labels.machine(),
                labels.compiler(),
                labels.cores());
    }
}
