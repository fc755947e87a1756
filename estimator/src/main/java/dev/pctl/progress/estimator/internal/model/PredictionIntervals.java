package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Prediction intervals from the quantiles of past residuals, as in split conformal prediction (Vovk, Gammerman and Shafer,
 * Algorithmic Learning in a Random World, 2005). Residuals are kept apart by the number of earlier builds and the likeness
 * of the closest one, and are measured in units of the package's typical miss. All intervals are widened or narrowed
 * together while too few or too many outcomes lie within them (adaptive conformal inference: Gibbs and Candès, 2021).
 */
final class PredictionIntervals {

    /** The target share of outcomes outside the interval from p10 to p90; slightly more than 0.2, which was found to give 0.2. */
    private static final double MISS_RATE = 0.21;

    /** The change of the stretch after an outcome outside the interval, as a natural logarithm. */
    private static final double STEP = 0.03;

    private static final double STRETCH_LIMIT = 0.7;
    private static final double GENERAL_MISS = 0.35;
    private static final double GENERAL_WEIGHT = 40;
    private static final double LARGEST_MISS = 1.5;
    private static final double OWN_WEIGHT = 3;
    private static final double[] SPREAD = {1.3, 0.35, 0.315, 0.28, 0.245};
    private static final double MIDDLE = 0.5;
    private static final double NARROWEST = 0.01;

    /** How many times steeper than the last measured stretch the tail is. */
    private static final double TAIL = 2;

    /** The share of the median residual by which an estimate is corrected that rests on earlier builds. */
    private static final double CORRECTED_SHARE = 0.5;

    /** Limits the correction of an estimate that rests on earlier builds: a factor of two. */
    private static final double LARGEST_CORRECTION = 0.7;

    /** Limits a residual in units of the package's typical miss, so that one bad session does not widen all intervals. */
    private static final double LARGEST_RESIDUAL = 8;

    /** The probabilities of the quantiles that define an estimate's shape. */
    private static final double[] LEVELS = {0.1, 0.25, MIDDLE, 0.75, 0.9, 0.97};

    private static final double[] LOGITS =
            Arrays.stream(LEVELS).map(PredictionIntervals::logit).toArray();
    private static final int P90 = LEVELS.length - 2;
    private static final int FEW = 3;
    private static final int MANY = 6;

    /** The residuals by level and likeness. */
    private final List<Map<Likeness, ResidualQuantiles>> residuals = new ArrayList<>();

    private double stretch;
    private double misses = GENERAL_MISS * GENERAL_WEIGHT;
    private double evaluated = GENERAL_WEIGHT;

    /** How like the closest of the earlier builds is. */
    enum Likeness {
        OTHER_VERSION(1.4),
        SAME_VERSION(1),
        /** A repeated build differs by a median factor of 1.1 to 1.2, with heavy tails. */
        SAME_BUILD(0.7);

        /** The prior width relative to that of the same version. */
        private final double spread;

        Likeness(double spread) {
            this.spread = spread;
        }

        static Likeness of(PackageObservations past, BuildQuery query) {
            return past.repeats(query) ? SAME_BUILD : past.knows(query) ? SAME_VERSION : OTHER_VERSION;
        }
    }

    /** Which residuals apply, and the package's typical miss. */
    record Kind(int level, Likeness likeness, double unit) {}

    PredictionIntervals() {
        for (double spread : SPREAD) {
            Map<Likeness, ResidualQuantiles> ofLevel = new EnumMap<>(Likeness.class);
            for (Likeness likeness : Likeness.values()) {
                ofLevel.put(likeness, new ResidualQuantiles(spread * likeness.spread / GENERAL_MISS));
            }
            residuals.add(ofLevel);
        }
    }

    Kind kind(PackageObservations past, BuildQuery query) {
        int n = past.count();
        int level = n < FEW ? n : n < MANY ? FEW : FEW + 1;
        return new Kind(level, Likeness.of(past, query), past.typicalMiss(misses / evaluated, OWN_WEIGHT));
    }

    /** Returns the shape of the distribution around an estimate. */
    QuantileShape shape(Kind kind) {
        double correction = correction(kind);
        double[] offsets = new double[LEVELS.length];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = LEVELS[i] == MIDDLE ? 0 : margin(kind, LEVELS[i]) - correction;
        }
        offsets[0] = Math.min(-NARROWEST, offsets[0]);
        offsets[P90] = Math.max(NARROWEST, offsets[P90]);
        double far = (offsets[P90 + 1] - offsets[P90]) / (LOGITS[P90 + 1] - LOGITS[P90]);
        return QuantileShape.of(LOGITS, offsets, TAIL * Math.max(far, offsets[P90] / LOGITS[P90]));
    }

    /**
     * Returns the correction of the logarithm of an estimate for bias: the median of past residuals, of which half is
     * applied if the estimate rests on earlier builds.
     */
    double correction(Kind kind) {
        return kind.level() == 0
                ? margin(kind, MIDDLE)
                : clip(CORRECTED_SHARE * margin(kind, MIDDLE), LARGEST_CORRECTION);
    }

    private ResidualQuantiles residuals(Kind kind) {
        return Objects.requireNonNull(residuals.get(kind.level()).get(kind.likeness()));
    }

    private double margin(Kind kind, double p) {
        return Math.exp(stretch) * kind.unit() * residuals(kind).quantile(p);
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    /**
     * Adds the outcome of an estimate.
     *
     * @param residual the logarithm of the actual duration less that of the estimate before its correction
     * @param held whether the actual duration lay within the interval
     */
    void learn(Kind kind, double residual, boolean held) {
        residuals(kind)
                .add(kind.level() == 0 ? residual / kind.unit() : clip(residual / kind.unit(), LARGEST_RESIDUAL));
        double change = STEP * ((held ? 0 : 1) - MISS_RATE);
        stretch = clip(stretch + change, STRETCH_LIMIT);
        if (kind.level() > 0) {
            misses += size(residual);
            evaluated++;
        }
    }

    private static double clip(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    /** Returns the size of a residual as it counts for the typical miss. */
    static double size(double residual) {
        return Math.min(LARGEST_MISS, Math.abs(residual));
    }
}
