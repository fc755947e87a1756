package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.internal.model.BuildQuery;
import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how long the packages of a run take. The model's estimate at the start of a package is corrected by the
 * speed of the machine since then, by the run's deviation, and by the package's own progress.
 */
public final class PackageForecaster {

    private final LearnedHistory learned;
    private final PeakUsageTracker peaks;
    private final MilestoneTracker milestones;
    private final Map<String, Start> starts = new HashMap<>();
    private final Map<String, List<Double>> endedStretches = new HashMap<>();
    private final Set<String> learnedFrom = new HashSet<>();
    private RunDeviation deviation = new RunDeviation();

    /** The estimate when a package began, and the speed factor that it contains. */
    private record Start(DurationEstimate estimate, double speed) {}

    public PackageForecaster(LearnedHistory learned, PeakUsageTracker peaks, MilestoneTracker milestones) {
        this.learned = learned;
        this.peaks = peaks;
        this.milestones = milestones;
    }

    /** Returns the estimates of all packages whose work is not done, by their ids. */
    public Map<String, DurationEstimate> estimates(RunView view, BuildContext context, Instant now) {
        learnFinished(view, context);
        deviation = deviation(view);
        Map<String, DurationEstimate> estimates = new HashMap<>();
        for (PackageView p : view.packages()) {
            if (isAhead(p)) {
                estimates.put(p.id(), estimate(RunRecorder.query(view, context, p.ref(), p.method()), p, now));
            }
        }
        return estimates;
    }

    /** Returns whether a package is worked on or, as far as is known, will be. */
    static boolean isAhead(PackageView p) {
        InstallMethod method = p.method();
        return p.outcome() == null && (method == null || RunRecorder.takesTime(method));
    }

    /** Returns the estimate when a package began, or the newest one if it has not; null if there is none yet. */
    @Nullable
    DurationEstimate atStart(PackageView p) {
        Start start = starts.get(key(p));
        return start == null ? null : start.estimate();
    }

    /** Returns how many times longer than estimated packages take that have not begun, as far as the run shows. */
    double pace() {
        return deviation.factor();
    }

    LearnedHistory learned() {
        return learned;
    }

    /** Identifies one attempt to install a package in one way. */
    static String key(PackageView p) {
        return p.id() + '#' + p.attempt() + p.method();
    }

    /** Lets the model learn from packages that ended since the last time. */
    private void learnFinished(RunView view, BuildContext context) {
        for (PackageView p : view.packages()) {
            if (p.outcome() == Outcome.SUCCEEDED && learnedFrom.add(p.id() + '#' + p.attempt())) {
                BuildRecord record = RunRecorder.of(view, context, p, peaks.of(p), milestones);
                if (record != null) {
                    learned.packages().learn(record, atStart(p));
                }
            }
        }
    }

    private DurationEstimate estimate(BuildQuery query, PackageView p, Instant now) {
        double speed = learned.packages().speed(query, now);
        Start start = starts.get(key(p));
        if (start == null || !p.active()) {
            start = new Start(learned.packages().estimate(query, now), speed);
            starts.put(key(p), start);
        }
        DurationEstimate paced = start.estimate().times(deviation.factorFor(p.id()) * speed / start.speed());
        DurationEstimate estimate = start.estimate().repeats() ? paced.moved(1, deviation.width()) : paced;
        if (!p.active()) {
            return estimate;
        }
        DurationEstimate updated = updatedByProgress(estimate, p, now);
        Duration elapsed = p.elapsed(now);
        return elapsed == null ? updated : updated.given(Durations.seconds(elapsed));
    }

    private DurationEstimate updatedByProgress(DurationEstimate estimate, PackageView p, Instant now) {
        BuildRecord before = timed(p);
        if (before == null) {
            return ProgressUpdate.bySteps(estimate, p, now);
        }
        MilestoneTracker.Reached reached = reached(p, before, deviation);
        return reached == null ? estimate : ProgressUpdate.byMilestone(estimate, reached, before.seconds());
    }

    private RunDeviation deviation(RunView view) {
        RunDeviation seen = new RunDeviation();
        for (PackageView p : view.packages()) {
            if (p.active()) {
                stretches(p).forEach(seen::addStretch);
            } else if (p.attempt() > 0) {
                endedStretches.computeIfAbsent(key(p), k -> stretches(p)).forEach(seen::addStretch);
            }
        }
        for (PackageView p : view.packages()) {
            DurationEstimate start = atStart(p);
            BuildRecord before = p.active() && start != null ? timed(p) : null;
            MilestoneTracker.Reached at = before == null ? null : reached(p, before, seen);
            if (start != null && before != null && at != null && at.worked() > 0 && before.seconds() > 0) {
                double expected = start.p50() * at.worked() / before.seconds();
                seen.addPackage(p.id(), Math.log(Math.max(1, at.took()) / Math.max(1, expected)), expected);
            }
        }
        return seen;
    }

    /** Returns the ratios between this build's stretches and the same ones of an earlier build, if it repeats one. */
    private List<Double> stretches(PackageView p) {
        DurationEstimate start = atStart(p);
        BuildRecord before = start != null && start.repeats() ? timed(p) : null;
        return before == null ? List.of() : milestones.stretches(p, before);
    }

    private MilestoneTracker.@Nullable Reached reached(PackageView p, BuildRecord before, RunDeviation seen) {
        return milestones.reached(p, before, seen.trustsMilestonesWithinPhases());
    }

    private @Nullable BuildRecord timed(PackageView p) {
        return learned.archive().timed(p.ref().name(), p.ref().version());
    }
}
