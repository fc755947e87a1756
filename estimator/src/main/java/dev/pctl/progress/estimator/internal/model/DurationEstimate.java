package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.internal.util.Durations;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long something takes, as a distribution. It is known by some of its quantiles; between them the logarithm of the
 * time is linear in the logit of the probability, {@code ln(p / (1 - p))}, as in a log-logistic distribution. Its long
 * tail is what overrun needs: the longer something takes beyond the expected, the longer it still may take.
 */
public final class DurationEstimate {

    /** ln(0.9 / 0.1): where the 90th percentile lies. */
    static final double LOGIT_90 = Math.log(9);

    /** How much steeper than up to the p90 it gets beyond, where nothing is measured. */
    private static final double TAIL = 1.5;

    private static final double UTMOST = 30;

    /** The number of earlier builds from which an interval is never wider than from a tenth to ten times the median. */
    private static final int SAMPLES_FOR_LIMIT = 2;

    private static final double WIDEST_OFFSET = Math.log(10);

    private final double median;
    private final double elapsed;
    private final QuantileShape shape;
    private final Supplier<String> basis;
    private final int samples;
    private final @Nullable Reckoning reckoning;

    /** What a model remembers of how it came to an estimate. */
    record Reckoning(double middle, double correction, PredictionIntervals.Kind kind) {}

    private DurationEstimate(
            double median,
            double elapsed,
            QuantileShape shape,
            Supplier<String> basis,
            int samples,
            @Nullable Reckoning reckoning) {
        this.median = median;
        this.elapsed = elapsed;
        this.shape = samples < SAMPLES_FOR_LIMIT ? shape : shape.within(WIDEST_OFFSET, LOGIT_90);
        this.basis = basis;
        this.samples = samples;
        this.reckoning = reckoning;
    }

    /** The distribution with these quantiles, in seconds: {@code 0 < p10 <= p50 <= p90}. */
    public static DurationEstimate of(double p10, double p50, double p90, String basis, int samples) {
        if (!(0 < p10 && p10 <= p50 && p50 <= p90)) {
            throw new IllegalArgumentException("want 0 < p10 <= p50 <= p90: " + p10 + ", " + p50 + ", " + p90);
        }
        double above = Math.log(p90 / p50);
        QuantileShape shape = QuantileShape.of(
                new double[] {-LOGIT_90, 0, LOGIT_90},
                new double[] {Math.log(p10 / p50), 0, above},
                TAIL * above / LOGIT_90);
        return new DurationEstimate(p50, 0, shape, () -> basis, samples, null);
    }

    static DurationEstimate reckoned(
            double median, QuantileShape shape, Supplier<String> basis, int samples, Reckoning reckoning) {
        return new DurationEstimate(median, 0, shape, basis, samples, reckoning);
    }

    /** The same, given that it has taken so many seconds already and is not done. */
    public DurationEstimate given(double elapsedSeconds) {
        return new DurationEstimate(median, Math.max(elapsed, elapsedSeconds), shape, basis, samples, reckoning);
    }

    /** The same, so many times longer. */
    public DurationEstimate times(double factor) {
        return moved(factor, 1);
    }

    /** The same, so many times longer, and so many times less certain. */
    public DurationEstimate moved(double factor, double width) {
        return new DurationEstimate(median * factor, elapsed, shape.times(width), basis, samples, reckoning);
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
        double passed = Math.min(UTMOST, shape.logit(Math.log(elapsed / median)));
        return Math.max(elapsed, at(Math.log((Math.exp(passed) + p) / (1 - p))));
    }

    private double at(double logit) {
        return median * Math.exp(shape.offset(logit));
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
        return basis.get();
    }

    /** How many earlier builds it rests on. */
    public int samples() {
        return samples;
    }

    /** Whether it rests on the very same build on the same machine. */
    public boolean repeats() {
        return reckoning != null && reckoning.kind().likeness() == PredictionIntervals.Likeness.SAME_BUILD;
    }

    @Nullable
    Reckoning reckoning() {
        return reckoning;
    }

    /** As a forecast of the whole time. */
    public Forecast total() {
        return new Forecast(
                Durations.duration(p10()), Durations.duration(p50()), Durations.duration(p90()), basis(), samples);
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%.1f-%.1f-%.1f s, %s", p10(), p50(), p90(), basis());
    }
}
