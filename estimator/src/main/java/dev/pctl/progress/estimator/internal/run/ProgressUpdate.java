package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Updates the estimate of an active package by its own pace: the share of the work that is done and the time that it took.
 * The larger the share, the more the pace weighs against the estimate, and the narrower the interval.
 */
final class ProgressUpdate {

    /** The share of the steps at which pace and estimate weigh the same. */
    private static final double EVEN = 0.3;

    /** The share at which both weigh the same if an earlier build shows the share, which is more exact. */
    private static final double EVEN_BY_MILESTONE = 0.15;

    /** The share of a package's time that its counted phase takes, if the package was never timed. */
    private static final double COUNTED_PHASE = 0.8;

    private static final double LEAST_SHARE = 0.05;
    private static final double LEAST_SECONDS = 2;

    /** The share that always remains until the package is done. */
    private static final double LEAST_REST = 0.01;

    /** Limits how far a package's own pace moves its estimate: a clock that jumped looks like a very slow build. */
    private static final double LARGEST_FACTOR = 60;

    private ProgressUpdate() {}

    /** Returns an estimate updated by the last milestone that the package has in common with an earlier build. */
    static DurationEstimate byMilestone(DurationEstimate estimate, MilestoneTracker.Reached at, double before) {
        double expected = estimate.p50();
        double share = before <= 0 ? 0 : Math.min(1 - LEAST_REST, at.then() / before);
        double worked = before <= 0 ? 0 : Math.min(share, at.worked() / before);
        double took = at.took();
        double weight = took < LEAST_SECONDS ? 0 : worked / (worked + EVEN_BY_MILESTONE);
        double pace = weight <= 0 ? 1 : limited(Math.pow(took / (worked * expected), weight));
        double total = at.here() + (1 - share) * expected * pace;
        return estimate.moved(total / expected, Math.sqrt(1 - share));
    }

    /** Returns the estimate of a package that was never timed, updated by its counted steps. */
    static DurationEstimate bySteps(DurationEstimate estimate, PackageView p, Instant now) {
        Double share = share(p.currentPhase());
        Duration elapsed = p.elapsed(now);
        if (share == null || elapsed == null || share < LEAST_SHARE || Durations.seconds(elapsed) < LEAST_SECONDS) {
            return estimate;
        }
        double byPace = Durations.seconds(elapsed) / share;
        double weight = share / (share + EVEN);
        double factor = limited(Math.pow(byPace / estimate.p50(), weight));
        return estimate.moved(factor, 1 - weight * share);
    }

    private static double limited(double factor) {
        return Math.max(1 / LARGEST_FACTOR, Math.min(LARGEST_FACTOR, factor));
    }

    private static @Nullable Double share(@Nullable PhaseView phase) {
        PhaseView.Steps steps = phase == null ? null : phase.steps();
        Double fraction = steps == null ? null : steps.fraction();
        return fraction == null || fraction <= 0 ? null : (1 - COUNTED_PHASE) / 2 + COUNTED_PHASE * fraction;
    }
}
