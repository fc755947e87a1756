package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.internal.model.BuildQuery;
import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.estimator.internal.model.MonteCarloSchedule;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the remaining work of a run from all sources: active and planned packages, the installer's count, roots and
 * stages that have not begun, and the parts of the last run of the same kind.
 */
public final class RemainingWorkEstimator {

    /** The factor between the median of a guess and its p10 and p90. */
    private static final double GUESS = 4;

    /** The median seconds of a package if none of the run has ended. */
    private static final double GUESSED_SECONDS = 20;

    /** The seconds from which the time between packages is added. */
    private static final double LEAST_GAP = 0.1;

    /** The factor between the time between packages in the last run and its p10 and p90 now. */
    private static final double GAP_SPREAD = 1.5;

    private static final Pattern SPEC_NAME = Pattern.compile("[@+~%/ ]");

    private final LearnedHistory learned;
    private final RunView view;
    private final BuildContext context;
    private final Map<String, DurationEstimate> current;
    private final int seenParallelism;
    private final double pace;
    private final Instant now;
    private final RunArchive.@Nullable PastRun last;
    private final MonteCarloSchedule schedule = new MonteCarloSchedule();
    private int samples = Integer.MAX_VALUE;
    private int guessed;
    private int items;

    /**
     * The work that remains.
     *
     * @param rest the quantiles of the remaining seconds
     * @param basis what they rest on, as a phrase for users
     * @param samples the number of earlier builds that the least known part rests on
     * @param criticalPath the ids of the packages that determine the end; empty if that is not known
     */
    public record Result(MonteCarloSchedule.Rest rest, String basis, int samples, List<String> criticalPath) {

        /** Returns the forecast of the whole run after the elapsed seconds. */
        public Forecast total(double elapsed) {
            return forecast(elapsed, rest, basis, samples);
        }

        static Forecast forecast(double elapsed, MonteCarloSchedule.Rest rest, String basis, int samples) {
            return new Forecast(
                    Durations.duration(elapsed + rest.p10()),
                    Durations.duration(elapsed + rest.p50()),
                    Durations.duration(elapsed + rest.p90()),
                    basis,
                    samples);
        }
    }

    public RemainingWorkEstimator(
            PackageForecaster packages,
            RunView view,
            BuildContext context,
            Map<String, DurationEstimate> current,
            int seenParallelism,
            Instant now) {
        this.learned = packages.learned();
        this.view = view;
        this.context = context;
        this.current = current;
        this.seenParallelism = seenParallelism;
        this.pace = packages.pace();
        this.now = now;
        this.last = context.title().isEmpty() ? null : learned.archive().lastOf(context.title());
    }

    /** Returns the remaining work; null if nothing shows how much there is. */
    @Nullable
    public Result remaining() {
        boolean whole = view.roots().isEmpty() ? addPackages() : addRoots();
        addStages();
        addTimeBetween();
        if (!whole || schedule.isEmpty()) {
            return null;
        }
        return new Result(schedule.rest(parallelism()), basis(), samples(), schedule.criticalPath());
    }

    /** Adds packages by name, or by count if only that is learned. Returns false if the number is not learned. */
    private boolean addPackages() {
        addKnownPackages();
        RunArchive.PastRun before = last;
        if (isPlanned()) {
            return true;
        }
        if (before != null) {
            addUnseen(before.missing(Unit.PACKAGE, Set.of()));
            return true;
        }
        long planned = view.packages().stream().filter(PackageView::planned).count();
        for (long i = planned; i < unnamed(); i++) {
            addPackage(typicalOfThisRun(), 0);
        }
        return planned > 0 || counted();
    }

    /** Returns whether the packages are planned. A plan of roots alone does not show their dependencies. */
    private boolean isPlanned() {
        return view.packages().stream()
                .anyMatch(p -> (p.planned() && !p.root()) || !p.dependencies().isEmpty());
    }

    private void addKnownPackages() {
        for (PackageView p : view.packages()) {
            DurationEstimate estimate = current.get(p.id());
            if (estimate != null && PackageForecaster.isAhead(p)) {
                Duration elapsed = p.active() ? p.elapsed(now) : null;
                count(estimate);
                schedule.addPackage(
                        p.id(), p.dependencies(), estimate, elapsed == null ? 0 : Durations.seconds(elapsed));
            }
        }
    }

    /** Adds those packages of an earlier run that this run has not shown yet. */
    private void addUnseen(List<BuildRecord> packages) {
        Set<String> seen = seen();
        packages.stream().filter(r -> !seen.contains(r.name())).forEach(r -> addPackage(estimate(r), 0));
    }

    private Set<String> seen() {
        return view.packages().stream().map(p -> p.ref().name()).collect(Collectors.toSet());
    }

    private DurationEstimate estimate(BuildRecord past) {
        PackageRef ref = new PackageRef(past.name(), past.version(), past.hash());
        BuildQuery query = RunRecorder.query(view, context, ref, past.method());
        return learned.packages().estimate(query, now).times(pace);
    }

    private boolean counted() {
        return view.packages().stream().anyMatch(p -> p.total() != null);
    }

    /** Returns how many packages the installer counts beyond those that it has named. */
    private long unnamed() {
        PackageView newest = null;
        for (PackageView p : view.packages()) {
            if (p.index() != null && p.total() != null) {
                newest = p;
            }
        }
        if (newest == null || newest.index() == null || newest.total() == null) {
            return 0;
        }
        return Math.max(0, newest.total() - newest.index());
    }

    private DurationEstimate typicalOfThisRun() {
        double logs = 0;
        int count = 0;
        for (PackageView p : view.packages()) {
            Duration took = p.installedHere() && p.method() == InstallMethod.SOURCE ? p.elapsed(now) : null;
            if (took != null && took.toMillis() > 0) {
                logs += Math.log(Durations.seconds(took));
                count++;
            }
        }
        double middle = count == 0 ? GUESSED_SECONDS : Math.exp(logs / count);
        return DurationEstimate.of(middle / GUESS, middle, middle * GUESS, "packages so far", 0);
    }

    /** Adds the roots that are not done. */
    private boolean addRoots() {
        RootView open = view.currentRoot();
        Set<String> begun = new HashSet<>();
        int total = view.roots().size();
        for (RootView root : view.roots()) {
            begun.add(root.spec());
            total = root.total() == null ? total : Math.max(total, root.total());
        }
        if (open != null) {
            addOpenRoot(open);
        }
        int missing = total - begun.size();
        for (BuildRecord r : last == null ? List.<BuildRecord>of() : last.missing(Unit.ROOT, begun)) {
            if (missing > 0) {
                addAlone(root(r.name()), 0);
                missing--;
            }
        }
        for (; missing > 0; missing--) {
            addAlone(typicalRoot(), 0);
        }
        return true;
    }

    /** Adds the active root by its packages if they are known, else as a whole. */
    private void addOpenRoot(RootView open) {
        BuildRecord before = last == null ? null : last.root(open.spec());
        Duration elapsed = open.elapsed(now);
        if (last != null && before != null) {
            addKnownPackages();
            addUnseen(last.packagesOf(before));
        } else if (elapsed != null && view.active().isEmpty()) {
            addAlone(root(open.spec()), Durations.seconds(elapsed));
        } else {
            addKnownPackages();
            addCounted();
        }
    }

    /** Returns the estimate of a root with its dependencies if it was timed before, else of its package alone. */
    private DurationEstimate root(String spec) {
        DurationEstimate timed = estimate(Unit.ROOT, spec);
        return timed.samples() > 0 ? timed : estimate(Unit.PACKAGE, SPEC_NAME.split(spec, 2)[0]);
    }

    /** Adds the packages that the installer counts but has not named, by the names of the last run. */
    private void addCounted() {
        long missing = view.active().isEmpty() ? 0 : unnamed();
        RunArchive.PastRun before = last;
        if (before != null) {
            for (BuildRecord r : before.missing(Unit.PACKAGE, seen())) {
                if (missing > 0) {
                    addPackage(estimate(r), 0);
                    missing--;
                }
            }
        }
        for (; missing > 0; missing--) {
            addPackage(typicalOfThisRun(), 0);
        }
    }

    private DurationEstimate typicalRoot() {
        double sum = 0;
        int count = 0;
        for (RootView root : view.roots()) {
            Duration took = root.outcome() == Outcome.SUCCEEDED ? root.elapsed(now) : null;
            if (took != null) {
                sum += Durations.seconds(took);
                count++;
            }
        }
        double middle = Math.max(1, count == 0 ? GUESSED_SECONDS * GUESS : sum / count);
        return DurationEstimate.of(middle / GUESS, middle, middle * GUESS, "roots so far", 0);
    }

    /** Adds the stages in which nothing is installed; the packages of others are added one by one. */
    private void addStages() {
        StageView open = view.currentStage();
        if (open != null && isAlone(open.id())) {
            DurationEstimate whole = estimate(Unit.STAGE, open.id());
            Duration elapsed = open.elapsed(now);
            if (whole.samples() > 0 && elapsed != null) {
                addAlone(whole, Durations.seconds(elapsed));
            }
        }
        if (last != null) {
            last.missing(Unit.STAGE, begunStages()).stream()
                    .filter(r -> isAlone(r.name()))
                    .forEach(r -> addAlone(estimate(Unit.STAGE, r.name()), 0));
        }
    }

    private Set<String> begunStages() {
        return view.stages().stream().map(StageView::id).collect(Collectors.toSet());
    }

    /** Returns whether nothing is installed in a stage, by the last run or else by what this run shows. */
    private boolean isAlone(String stage) {
        BuildRecord before = last == null ? null : last.stage(stage);
        return (last == null || before == null)
                ? view.roots().isEmpty() && view.packages().isEmpty()
                : last.packagesOf(before).isEmpty();
    }

    /** Adds the time of the last run between packages and stages, and at its end. */
    private void addTimeBetween() {
        RunArchive.PastRun before = last;
        if (before == null) {
            return;
        }
        double gap = RunAlignment.of(before, view, now).between(this::isAddedApart) * speed();
        if (gap > LEAST_GAP) {
            schedule.addAlone(DurationEstimate.of(gap / GAP_SPREAD, gap, gap * GAP_SPREAD, "the last run", 1), 0);
        }
    }

    /** Returns whether a part of the last run has its own item in the schedule if it is still to come. */
    private boolean isAddedApart(BuildRecord part) {
        return switch (part.unit()) {
            case PACKAGE -> true;
            case ROOT ->
                !view.roots().isEmpty()
                        && view.roots().stream().noneMatch(r -> r.spec().equals(part.name()));
            case STAGE ->
                isAlone(part.name())
                        && view.stages().stream().noneMatch(s -> s.id().equals(part.name()) && s.outcome() != null);
            case RUN -> false;
        };
    }

    private double speed() {
        return pace
                * learned.packages().speed(RunRecorder.query(view, context, new PackageRef("", null, null), null), now);
    }

    private DurationEstimate estimate(Unit unit, String name) {
        BuildQuery query = RunRecorder.query(view, context, new PackageRef(name, null, null), null);
        DurationEstimate estimate = learned.model(unit).estimate(query, now);
        return estimate.times(unit == Unit.PACKAGE ? pace : speed());
    }

    private void addPackage(DurationEstimate estimate, double elapsed) {
        count(estimate);
        schedule.addPackage(estimate, elapsed);
    }

    private void addAlone(DurationEstimate estimate, double elapsed) {
        count(estimate);
        schedule.addAlone(estimate, elapsed);
    }

    private void count(DurationEstimate estimate) {
        items++;
        guessed += estimate.samples() == 0 ? 1 : 0;
        samples = Math.min(samples, estimate.samples());
    }

    /** Returns the smallest number of earlier builds; if only time between items remains, that is the last run. */
    private int samples() {
        return items > 0 ? samples : last == null ? 0 : 1;
    }

    private String basis() {
        if (guessed == 0) {
            return "based on " + samples() + " previous build" + (samples() == 1 ? "" : "s");
        }
        return guessed == items ? "typical values, no history yet" : "partly typical values";
    }

    /** Returns how many packages are built in parallel, as seen in this run or the last one. */
    private int parallelism() {
        return last == null ? seenParallelism : Math.max(seenParallelism, ParallelismEstimator.of(last.parts()));
    }
}
