package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a build's own pace says about its length: how far it is, and how long it took to get there. The further it is, the
 * more that counts against what earlier builds say, and the less is left to be mistaken about.
 */
public final class ProgressUpdate {

    /** With that share done, as told by the steps, pace and history count the same. */
    private static final double EVEN = 0.3;

    /** The same where an earlier build tells what share is done. */
    private static final double EVEN_ON_THE_SAME_WAY = 0.15;

    /** Of a package that was never timed, the share that its counted phase takes. */
    private static final double COUNTED_PHASE = 0.8;

    private static final double LEAST_SHARE = 0.05;
    private static final double LEAST_SECONDS = 2;

    /** Something always remains until it is done. */
    private static final double LEAST_REST = 0.01;

    /** Limits how far a package's own pace moves its estimate: a clock that jumped looks like a very slow build. */
    private static final double LARGEST_FACTOR = 60;

    private ProgressUpdate() {}

    /** The estimate, refined by the milestone that the package has reached on the way of an earlier build. */
    public static DurationEstimate byMilestone(DurationEstimate estimate, MilestoneTracker.Reached at, double before) {
        double expected = estimate.p50();
        double share = before <= 0 ? 0 : Math.min(1 - LEAST_REST, at.then() / before);
        double worked = before <= 0 ? 0 : Math.min(share, at.worked() / before);
        double took = at.took();
        double weight = took < LEAST_SECONDS ? 0 : worked / (worked + EVEN_ON_THE_SAME_WAY);
        double pace = weight <= 0 ? 1 : limited(Math.pow(took / (worked * expected), weight));
        double total = at.here() + (1 - share) * expected * pace;
        return estimate.moved(total / expected, Math.sqrt(1 - share));
    }

    /** The estimate of a package that was never timed before, refined by the steps that are counted. */
    public static DurationEstimate bySteps(DurationEstimate estimate, PackageView p, Instant now) {
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
