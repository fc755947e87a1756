package dev.pctl.progress.estimator;

import dev.pctl.progress.event.Forecast;
import org.jspecify.annotations.Nullable;

/**
 * How long something takes, as a distribution: two halves of a log-logistic one, which meet at the median, so that
 * short and long misses may differ. With {@code m} the median and {@code s} the scale of the half that applies, the
 * quantile is {@code m (p / (1 - p))^s}. Its long tail is what overrun needs: the longer something takes beyond the
 * expected, the longer it still may take.
 */
public final class Estimate {

    /** ln(0.9 / 0.1): how many scales the 90th percentile lies from the median. */
    private static final double LOGIT_90 = Math.log(9);

    private static final double SMALLEST_SCALE = 1e-4;

    private final double median;
    private final double below;
    private final double above;
    private final double elapsed;
    private final String basis;
    private final int samples;
    private final @Nullable Reckoning reckoning;

    /** What a model remembers of how it came to an estimate. */
    record Reckoning(double middle, Intervals.Kind kind) {}

    private Estimate(
            double median,
            double below,
            double above,
            double elapsed,
            String basis,
            int samples,
            @Nullable Reckoning reckoning) {
        this.median = median;
        this.below = below;
        this.above = above;
        this.elapsed = elapsed;
        this.basis = basis;
        this.samples = samples;
        this.reckoning = reckoning;
    }

    /** The distribution with these quantiles, in seconds: {@code 0 < p10 <= p50 <= p90}. */
    public static Estimate of(double p10, double p50, double p90, String basis, int samples) {
        return reckoned(p10, p50, p90, basis, samples, null);
    }

    static Estimate reckoned(
            double p10, double p50, double p90, String basis, int samples, @Nullable Reckoning reckoning) {
        if (!(0 < p10 && p10 <= p50 && p50 <= p90)) {
            throw new IllegalArgumentException("want 0 < p10 <= p50 <= p90: " + p10 + ", " + p50 + ", " + p90);
        }
        double below = Math.max(SMALLEST_SCALE, Math.log(p50 / p10) / LOGIT_90);
        double above = Math.max(SMALLEST_SCALE, Math.log(p90 / p50) / LOGIT_90);
        return new Estimate(p50, below, above, 0, basis, samples, reckoning);
    }

    /** The same, given that it has taken so many seconds already and is not done. */
    public Estimate given(double elapsedSeconds) {
        return new Estimate(median, below, above, Math.max(elapsed, elapsedSeconds), basis, samples, reckoning);
    }

    /** The same, so many times longer. */
    Estimate times(double factor) {
        return new Estimate(median * factor, below, above, elapsed, basis, samples, reckoning);
    }

    /** So many seconds that it takes no longer with the given chance, between 0 and 1. */
    public double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("p must be between 0 and 1: " + p);
        }
        if (elapsed <= 0) {
            return at(Math.log(p / (1 - p)));
        }
        // With z the logit of the time that has passed, what is left of the upper end is (1 - p) / (1 + e^z).
        double passed = logit(elapsed);
        return Math.max(elapsed, at(Math.log((Math.exp(passed) + p) / (1 - p))));
    }

    private double at(double logit) {
        return median * Math.exp(logit * (logit < 0 ? below : above));
    }

    private double logit(double seconds) {
        double ratio = Math.log(seconds / median);
        return Math.min(30, ratio / (ratio < 0 ? below : above));
    }

    /** One in ten takes less, in seconds. */
    public double p10() {
        return quantile(0.1);
    }

    /** As many take less as take more, in seconds. */
    public double p50() {
        return quantile(0.5);
    }

    /** One in ten takes more, in seconds. */
    public double p90() {
        return quantile(0.9);
    }

    /** What it rests on, for people. */
    public String basis() {
        return basis;
    }

    /** How many earlier builds it rests on. */
    public int samples() {
        return samples;
    }

    @Nullable
    Reckoning reckoning() {
        return reckoning;
    }

    /** As a forecast of the whole time. */
    public Forecast total() {
        return new Forecast(Times.duration(p10()), Times.duration(p50()), Times.duration(p90()), basis, samples);
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%.1f-%.1f-%.1f s, %s", p10(), p50(), p90(), basis);
    }
}
