package dev.pctl.progress.estimator;

import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.PhaseView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a build's own pace says about its length: how far it is, by phases and steps, and how long it took to get there.
 * The further it is, the more that counts against what earlier builds say.
 */
final class Refinement {

    /** With that share done, pace and history count the same. */
    private static final double EVEN = 0.3;

    /** Of a package whose phases were never timed, the share that its counted phase takes. */
    private static final double COUNTED_PHASE = 0.8;

    /**
     * Steps are not equally long: a build that was timed before is believed more than they are, which came to the same
     * number of steps at other times of its phase than evenly.
     */
    private static final double STEPS_BELIEVED = 0.3;

    private static final double LEAST_SHARE = 0.05;
    private static final double LEAST_SECONDS = 2;

    private Refinement() {}

    /** The estimate, refined by what the package has done so far. */
    static Estimate refine(Estimate estimate, PackageView p, Map<String, Double> shares, Instant now) {
        Duration elapsed = p.elapsed(now);
        if (elapsed == null) {
            return estimate;
        }
        Reached reached = reached(p, shares, now, Times.seconds(elapsed));
        if (reached == null) {
            return estimate;
        }
        double share = reached.share();
        double byPace = reached.seconds() / share;
        double weight = reached.believed() * share / (share + EVEN);
        double shift = weight * Math.log(byPace / estimate.p50());
        double narrower = 1 - weight * share;
        return estimate.moved(Math.exp(shift), narrower);
    }

    /**
     * How far a build was at some time.
     *
     * @param share of the work that was done
     * @param seconds elapsed then
     * @param believed how much that counts, from 0 to 1
     */
    private record Reached(double share, double seconds, double believed) {}

    /** Null if nothing tells. */
    private static @Nullable Reached reached(PackageView p, Map<String, Double> shares, Instant now, double elapsed) {
        PhaseView current = p.currentPhase();
        if (current == null) {
            return null;
        }
        double before = shares.isEmpty() ? (1 - COUNTED_PHASE) / 2 : sharesBefore(p, current, shares);
        double own = shares.isEmpty() ? COUNTED_PHASE : shares.getOrDefault(current.name(), 0.0);
        PhaseView.Steps steps = current.steps();
        Double fraction = steps == null ? null : steps.fraction();
        if (fraction != null && fraction > 0) {
            return usable(before + own * fraction, elapsed, shares.isEmpty() ? 1 : STEPS_BELIEVED);
        }
        Duration inPhase = current.elapsed(now);
        return shares.isEmpty() || inPhase == null ? null : usable(before, elapsed - Times.seconds(inPhase), 1);
    }

    private static double sharesBefore(PackageView p, PhaseView current, Map<String, Double> shares) {
        double sum = 0;
        for (PhaseView phase : p.phases()) {
            if (!phase.name().equals(current.name())) {
                sum += shares.getOrDefault(phase.name(), 0.0);
            }
        }
        return sum;
    }

    private static @Nullable Reached usable(double share, double seconds, double believed) {
        return share < LEAST_SHARE || share > 1 || seconds < LEAST_SECONDS
                ? null
                : new Reached(share, seconds, believed);
    }
}
