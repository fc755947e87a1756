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
 * What a run still has before it, put together from all that tells: packages going on and planned, the installer's own
 * count, roots and stages not begun, and what the last run of the same kind consisted of.
 */
public final class RemainingWorkEstimator {

    /** How far apart the tenths of a guess lie from its middle. */
    private static final double GUESS = 4;

    private static final double SOME_SECONDS = 20;

    /** Less time between packages is not worth a thought. */
    private static final double LEAST_GAP = 0.1;

    /** How far from the time between packages it may be that it took last time. */
    private static final double GAP_VARIES = 1.5;

    private static final Pattern SPEC_NAME = Pattern.compile("[@+~%/ ]");

    private final LearnedHistory known;
    private final RunView view;
    private final BuildContext labels;
    private final Map<String, DurationEstimate> current;
    private final int lanesSeen;
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
     * @param rest the seconds that remain
     * @param basis where that comes from, for people
     * @param samples how many earlier builds the least known part rests on
     * @param criticalPath ids of the packages that decide when it ends; empty if that is not known
     */
    public record Result(MonteCarloSchedule.Rest rest, String basis, int samples, List<String> criticalPath) {

        /** The forecast of the whole if so many seconds have passed already. */
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
            BuildContext labels,
            Map<String, DurationEstimate> current,
            int lanesSeen,
            Instant now) {
        this.known = packages.learned();
        this.view = view;
        this.labels = labels;
        this.current = current;
        this.lanesSeen = lanesSeen;
        this.pace = packages.pace();
        this.now = now;
        this.last = labels.title().isEmpty() ? null : known.archive().lastOf(labels.title());
    }

    /** How long it all takes; null if nothing tells. */
    @Nullable
    public Result remaining() {
        boolean whole = view.roots().isEmpty() ? addPackages() : addRoots();
        addStages();
        addTimeBetween();
        if (!whole || schedule.isEmpty()) {
            return null;
        }
        return new Result(schedule.rest(lanes()), basis(), samples(), schedule.criticalPath());
    }

    /** Adds packages by name, or by count where only that is known; false if nothing tells how many there are. */
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

    /** Whether a plan tells what comes; one of nothing but roots leaves open what they need. */
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

    /** Adds those of earlier packages that have not appeared yet. */
    private void addUnseen(List<BuildRecord> packages) {
        Set<String> seen = seen();
        packages.stream().filter(r -> !seen.contains(r.name())).forEach(r -> addPackage(estimate(r), 0));
    }

    private Set<String> seen() {
        return view.packages().stream().map(p -> p.ref().name()).collect(Collectors.toSet());
    }

    private DurationEstimate estimate(BuildRecord past) {
        PackageRef ref = new PackageRef(past.name(), past.version(), past.hash());
        BuildQuery query = RunRecorder.query(view, labels, ref, past.method());
        return known.packages().estimate(query, now).times(pace);
    }

    private boolean counted() {
        return view.packages().stream().anyMatch(p -> p.total() != null);
    }

    /** How many packages the installer counts beyond those that it has named so far. */
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
        double middle = count == 0 ? SOME_SECONDS : Math.exp(logs / count);
        return DurationEstimate.of(middle / GUESS, middle, middle * GUESS, "packages so far", 0);
    }

    /** Adds the roots that are not done; false if nothing tells how many there are. */
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

    /** The root that is worked on: by its packages, if it is known which they are, else as a whole. */
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

    /** A root with its dependencies as it was timed before, else at least the package of its name. */
    private DurationEstimate root(String spec) {
        DurationEstimate timed = estimate(Unit.ROOT, spec);
        return timed.samples() > 0 ? timed : estimate(Unit.PACKAGE, SPEC_NAME.split(spec, 2)[0]);
    }

    /** Adds the packages that the installer counts but has not named, by the names they had last time. */
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
        double middle = Math.max(1, count == 0 ? SOME_SECONDS * GUESS : sum / count);
        return DurationEstimate.of(middle / GUESS, middle, middle * GUESS, "roots so far", 0);
    }

    /** Adds the stages in which nothing is installed; others consist of what is installed in them. */
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

    /** Whether nothing is installed in the stage: as it was in the last run, else as it looks now. */
    private boolean isAlone(String stage) {
        BuildRecord before = last == null ? null : last.stage(stage);
        return (last == null || before == null)
                ? view.roots().isEmpty() && view.packages().isEmpty()
                : last.packagesOf(before).isEmpty();
    }

    /** Adds what the last run still needed besides all that: time between packages and stages, and at the end. */
    private void addTimeBetween() {
        RunArchive.PastRun before = last;
        if (before == null) {
            return;
        }
        double gap = RunAlignment.of(before, view, now).between(this::isAddedApart) * speed();
        if (gap > LEAST_GAP) {
            schedule.addAlone(DurationEstimate.of(gap / GAP_VARIES, gap, gap * GAP_VARIES, "the last run", 1), 0);
        }
    }

    /** Whether this part of the last run, where it is still to come, is in the schedule with a time of its own. */
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
                * known.packages().speed(RunRecorder.query(view, labels, new PackageRef("", null, null), null), now);
    }

    private DurationEstimate estimate(Unit unit, String name) {
        BuildQuery query = RunRecorder.query(view, labels, new PackageRef(name, null, null), null);
        DurationEstimate estimate = known.model(unit).estimate(query, now);
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

    /** Where no package or stage is left, what remains is known from the last run alone. */
    private int samples() {
        return items > 0 ? samples : last == null ? 0 : 1;
    }

    private String basis() {
        if (guessed == 0) {
            return "based on " + samples() + " previous build" + (samples() == 1 ? "" : "s");
        }
        return guessed == items ? "typical values, no history yet" : "partly typical values";
    }

    /** How many packages are built side by side: as seen in this run, or in the last one of the kind. */
    private int lanes() {
        return last == null ? lanesSeen : Math.max(lanesSeen, ParallelismEstimator.of(last.parts()));
    }
}
