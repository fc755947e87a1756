package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.internal.util.Durations;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The probability distribution of a duration, given by some of its quantiles. Between them the logarithm of the duration
 * is linear in the logit of the probability, {@code ln(p / (1 - p))}, as in a log-logistic distribution. Such a
 * distribution has a heavy tail, as overdue builds do: the longer a build is overdue, the longer it may still take.
 */
public final class DurationEstimate {

    /** The logit of 0.9. */
    static final double LOGIT_90 = Math.log(9);

    /** How many times steeper the tail is beyond the p90, where nothing was measured, than below it. */
    private static final double TAIL = 1.5;

    /** Limits the logit of the elapsed time, so that its exponential stays finite. */
    private static final double LARGEST_LOGIT = 30;

    /** The number of earlier builds from which an interval is never wider than from a tenth to ten times the median. */
    private static final int SAMPLES_FOR_LIMIT = 2;

    private static final double WIDEST_OFFSET = Math.log(10);

    private final double median;
    private final double elapsed;
    private final QuantileShape shape;
    private final Supplier<String> basis;
    private final int samples;
    private final @Nullable Derivation derivation;

    /**
     * How a model derived an estimate, which it needs to learn from the outcome.
     *
     * @param logSeconds the logarithm of the expected seconds, without speed factor and correction
     * @param correction the correction of past residuals that was added
     * @param kind which residuals the interval rests on
     */
    record Derivation(double logSeconds, double correction, PredictionIntervals.Kind kind) {}

    private DurationEstimate(
            double median,
            double elapsed,
            QuantileShape shape,
            Supplier<String> basis,
            int samples,
            @Nullable Derivation derivation) {
        this.median = median;
        this.elapsed = elapsed;
        this.shape = samples < SAMPLES_FOR_LIMIT ? shape : shape.within(WIDEST_OFFSET, LOGIT_90);
        this.basis = basis;
        this.samples = samples;
        this.derivation = derivation;
    }

    /** Returns the distribution with these quantiles in seconds: {@code 0 < p10 <= p50 <= p90}. */
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

    static DurationEstimate derived(
            double median, QuantileShape shape, Supplier<String> basis, int samples, Derivation derivation) {
        return new DurationEstimate(median, 0, shape, basis, samples, derivation);
    }

    /** Returns the conditional distribution, given that the duration exceeds the elapsed seconds. */
    public DurationEstimate given(double elapsedSeconds) {
        return new DurationEstimate(median, Math.max(elapsed, elapsedSeconds), shape, basis, samples, derivation);
    }

    /** Returns the distribution of a duration that is longer by a factor. */
    public DurationEstimate times(double factor) {
        return moved(factor, 1);
    }

    /** Returns the distribution of a duration that is longer by a factor, with offsets from the median that are wider by another. */
    public DurationEstimate moved(double factor, double width) {
        return new DurationEstimate(median * factor, elapsed, shape.times(width), basis, samples, derivation);
    }

    /**
     * Returns the p-quantile in seconds.
     *
     * @param p a probability between 0 and 1, exclusive
     */
    public double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("p must be between 0 and 1: " + p);
        }
        if (elapsed <= 0) {
            return at(Math.log(p / (1 - p)));
        }
        // With z the logit of the elapsed time, the survival probability beyond the quantile is (1 - p) / (1 + e^z).
        double passed = Math.min(LARGEST_LOGIT, shape.logit(Math.log(elapsed / median)));
        return Math.max(elapsed, at(Math.log((Math.exp(passed) + p) / (1 - p))));
    }

    private double at(double logit) {
        return median * Math.exp(shape.offset(logit));
    }

    /** Returns the 10th percentile in seconds. */
    public double p10() {
        return quantile(0.1);
    }

    /** Returns the median in seconds. */
    public double p50() {
        return quantile(0.5);
    }

    /** Returns the 90th percentile in seconds. */
    public double p90() {
        return quantile(0.9);
    }

    /** Returns what the estimate rests on, as a phrase for users. */
    public String basis() {
        return basis.get();
    }

    /** Returns how many earlier builds the estimate rests on. */
    public int samples() {
        return samples;
    }

    /** Returns whether the same build was done before on the same type of machine. */
    public boolean repeats() {
        return derivation != null && derivation.kind().likeness() == PredictionIntervals.Likeness.SAME_BUILD;
    }

    @Nullable
    Derivation derivation() {
        return derivation;
    }

    /** Returns the estimate as a forecast of the whole duration. */
    public Forecast total() {
        return new Forecast(
                Durations.duration(p10()), Durations.duration(p50()), Durations.duration(p90()), basis(), samples);
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%.1f-%.1f-%.1f s, %s", p10(), p50(), p90(), basis());
    }
}
