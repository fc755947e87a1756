package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Intervals that hold what they promise, from past misses (conformal prediction): apart by how many earlier builds an
 * estimate rests on and how like the closest of them is, in units of the package's own typical miss, and widened or
 * narrowed as a whole while they hold less or more often than they should.
 */
final class PredictionIntervals {

    /** Slightly more than the two tenths that an interval from p10 to p90 may miss. */
    private static final double MISS_RATE = 0.21;

    private static final double STEP = 0.03;
    private static final double STRETCH_LIMIT = 0.7;
    private static final double GENERAL_MISS = 0.35;
    private static final double GENERAL_WEIGHT = 40;
    private static final double LARGEST_MISS = 1.5;
    private static final double OWN_WEIGHT = 3;
    private static final double[] SPREAD = {1.3, 0.35, 0.315, 0.28, 0.245};
    private static final double MIDDLE = 0.5;
    private static final double NARROWEST = 0.01;

    /** Beyond what was measured the tail is heavier than that. */
    private static final double TAIL = 2;

    private static final double BELIEVED = 0.5;

    /** Limits the correction of an estimate that rests on earlier builds: a factor of two. */
    private static final double LARGEST_CORRECTION = 0.7;

    /** Limits a residual in units of the package's typical miss, so that one bad session does not widen all intervals. */
    private static final double LARGEST_RESIDUAL = 8;

    /** The quantiles that make an estimate's shape. */
    private static final double[] LEVELS = {0.1, 0.25, MIDDLE, 0.75, 0.9, 0.97};

    private static final double[] LOGITS =
            Arrays.stream(LEVELS).map(PredictionIntervals::logit).toArray();
    private static final int P90 = LEVELS.length - 2;
    private static final int FEW = 3;
    private static final int MANY = 6;

    /** By level and likeness. */
    private final List<Map<Likeness, ResidualQuantiles>> margins = new ArrayList<>();

    private double stretch;
    private double misses = GENERAL_MISS * GENERAL_WEIGHT;
    private double judged = GENERAL_WEIGHT;

    /** What is the closest among the earlier builds. */
    enum Likeness {
        OTHER_VERSION(1.4),
        SAME_VERSION(1),
        /** Built again, the same takes another time by a factor of 1.1 to 1.2, with heavy tails. */
        SAME_BUILD(0.7);

        /** How much wider than with the same version the first intervals are. */
        private final double spread;

        Likeness(double spread) {
            this.spread = spread;
        }

        static Likeness of(PackageObservations past, BuildQuery query) {
            return past.repeats(query) ? SAME_BUILD : past.knows(query) ? SAME_VERSION : OTHER_VERSION;
        }
    }

    /** Which margins apply, and the package's typical miss. */
    record Kind(int level, Likeness likeness, double unit) {}

    PredictionIntervals() {
        for (double spread : SPREAD) {
            Map<Likeness, ResidualQuantiles> ofLevel = new EnumMap<>(Likeness.class);
            for (Likeness likeness : Likeness.values()) {
                ofLevel.put(likeness, new ResidualQuantiles(spread * likeness.spread / GENERAL_MISS));
            }
            margins.add(ofLevel);
        }
    }

    Kind kind(PackageObservations past, BuildQuery query) {
        int n = past.count();
        int level = n < FEW ? n : n < MANY ? FEW : FEW + 1;
        return new Kind(level, Likeness.of(past, query), past.typicalMiss(misses / judged, OWN_WEIGHT));
    }

    /** How the truth is spread around an estimate. */
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
     * What is to be added to the logarithm of a reckoned time, because past ones were too short or too long: the median
     * of their misses, of which less is believed where earlier builds say something themselves.
     */
    double correction(Kind kind) {
        return kind.level() == 0
                ? margin(kind, MIDDLE)
                : clip(BELIEVED * margin(kind, MIDDLE), LARGEST_CORRECTION);
    }

    private ResidualQuantiles margins(Kind kind) {
        return Objects.requireNonNull(margins.get(kind.level()).get(kind.likeness()));
    }

    private double margin(Kind kind, double p) {
        return Math.exp(stretch) * kind.unit() * margins(kind).quantile(p);
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    /**
     * Learns how an estimate turned out.
     *
     * @param miss logarithm of the truth less that of the estimate before its correction
     * @param held whether the truth lay within the interval
     */
    void learn(Kind kind, double miss, boolean held) {
        margins(kind).add(kind.level() == 0 ? miss / kind.unit() : clip(miss / kind.unit(), LARGEST_RESIDUAL));
        double change = STEP * ((held ? 0 : 1) - MISS_RATE);
        stretch = clip(stretch + change, STRETCH_LIMIT);
        if (kind.level() > 0) {
            misses += size(miss);
            judged++;
        }
    }

    private static double clip(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    /** The size of a miss as it counts for the typical one. */
    static double size(double miss) {
        return Math.min(LARGEST_MISS, Math.abs(miss));
    }
}
