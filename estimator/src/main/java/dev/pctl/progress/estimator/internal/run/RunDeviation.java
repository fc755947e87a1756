package dev.pctl.progress.estimator.internal.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean and the variance by which a run deviates from what was expected of it. The mean says how fast the machine is
 * now: a busy one slows down all packages, those that run and those that come next. The variance says how closely the
 * run follows earlier builds of the same packages: to within a percent on a quiet machine, within a factor of two on a
 * shared one. All ratios are natural logarithms of actual by expected time.
 */
final class RunDeviation {

    /** The expected seconds of work after which an observed mean counts half; the other half is the prior, no deviation. */
    private static final double HALF_TRUSTED_SECONDS = 15;

    /** Limits what one package says about the others: a factor of two. */
    private static final double LARGEST_RATIO = 0.7;

    /** The prior standard deviation of a repeated build. */
    private static final double USUAL_DEVIATION = 0.2;

    /** The number of stretches that the prior standard deviation counts for. */
    private static final double PRIOR_STRETCHES = 4;

    /** Limits what one stretch says: a factor of e. */
    private static final double LARGEST_STRETCH = 1;

    /** The relative width up to which milestones within phases are trusted. */
    private static final double TRUSTED_WIDTH = 1.2;

    private static final double NARROWEST = 0.25;
    private static final double WIDEST = 1.5;

    /** Shrinks the mean of the stretches, as if this many more had shown no deviation. */
    private static final double SHRINKAGE = 1;

    private record Ratio(double ratio, double expectedSeconds) {}

    private final Map<String, Ratio> ratios = new LinkedHashMap<>();
    private double sum;
    private double squares;
    private int stretches;

    /**
     * Adds an active package, which counts for the mean.
     *
     * @param id the package's id
     * @param ratio the logarithm of its time so far by the expected one
     * @param expectedSeconds the expected time so far
     */
    void addPackage(String id, double ratio, double expectedSeconds) {
        ratios.put(id, new Ratio(clip(ratio, LARGEST_RATIO), expectedSeconds));
    }

    /**
     * Adds a stretch of work between two milestones, which counts for the variance.
     *
     * @param ratio the logarithm of its time by that of the earlier build
     */
    void addStretch(double ratio) {
        double clipped = clip(ratio, LARGEST_STRETCH);
        sum += clipped;
        squares += clipped * clipped;
        stretches++;
    }

    /** Returns how many times longer than expected a package takes, as far as the other packages show. */
    double factorFor(String id) {
        double weighted = 0;
        double weights = HALF_TRUSTED_SECONDS;
        for (Map.Entry<String, Ratio> entry : ratios.entrySet()) {
            if (!entry.getKey().equals(id)) {
                weighted +=
                        entry.getValue().expectedSeconds() * entry.getValue().ratio();
                weights += entry.getValue().expectedSeconds();
            }
        }
        return Math.exp(weighted / weights);
    }

    /** Returns how many times longer than expected packages take that have not begun. */
    double factor() {
        return factorFor("");
    }

    /** Returns how many times wider than usual the prediction interval of a repeated build should be. */
    double width() {
        double mean = sum / (stretches + SHRINKAGE);
        double scatter = squares - 2 * mean * sum + stretches * mean * mean;
        double variance =
                (PRIOR_STRETCHES * USUAL_DEVIATION * USUAL_DEVIATION + scatter) / (PRIOR_STRETCHES + stretches);
        return Math.max(NARROWEST, Math.min(WIDEST, Math.sqrt(variance) / USUAL_DEVIATION));
    }

    /**
     * Returns whether milestones within phases show how far a build is. If stretches vary much, their times in the earlier
     * build were chance.
     */
    boolean trustsMilestonesWithinPhases() {
        return width() <= TRUSTED_WIDTH;
    }

    private static double clip(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
