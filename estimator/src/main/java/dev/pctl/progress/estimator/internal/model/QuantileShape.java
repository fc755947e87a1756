package dev.pctl.progress.estimator.internal.model;

import java.util.Arrays;

/**
 * The quantile function of a distribution relative to its median: the offsets of the logarithms of some quantiles from
 * that of the median. Between them the offset is linear in the logit of the probability.
 */
final class QuantileShape {

    /** The smallest slope of an offset by logit, which makes the function invertible. */
    private static final double FLATTEST = 1e-4;

    private final double[] logits;
    private final double[] offsets;
    private final double tail;

    private QuantileShape(double[] logits, double[] offsets, double tail) {
        this.logits = logits;
        this.offsets = offsets;
        this.tail = tail;
    }

    /**
     * Returns the shape with given quantiles. Offsets that do not increase are raised or lowered until they do.
     *
     * @param logits the logits of the probabilities, increasing, with 0 for the median
     * @param wanted the offsets of the quantiles' logarithms from that of the median
     * @param tail the slope beyond the last quantile
     */
    static QuantileShape of(double[] logits, double[] wanted, double tail) {
        double[] offsets = wanted.clone();
        int middle = 0;
        while (logits[middle] < 0) {
            middle++;
        }
        offsets[middle] = 0;
        for (int i = middle + 1; i < offsets.length; i++) {
            offsets[i] = Math.max(offsets[i], offsets[i - 1] + FLATTEST * (logits[i] - logits[i - 1]));
        }
        for (int i = middle - 1; i >= 0; i--) {
            offsets[i] = Math.min(offsets[i], offsets[i + 1] - FLATTEST * (logits[i + 1] - logits[i]));
        }
        return new QuantileShape(logits, offsets, Math.max(FLATTEST, tail));
    }

    /** Returns the offset at a logit. */
    double offset(double logit) {
        int last = logits.length - 1;
        if (logit >= logits[last]) {
            return offsets[last] + (logit - logits[last]) * tail;
        }
        if (logit <= logits[0]) {
            return offsets[0] * logit / logits[0];
        }
        int i = 1;
        while (logits[i] < logit) {
            i++;
        }
        double share = (logit - logits[i - 1]) / (logits[i] - logits[i - 1]);
        return offsets[i - 1] + share * (offsets[i] - offsets[i - 1]);
    }

    /** Returns the logit at an offset: the inverse of {@link #offset}. */
    double logit(double offset) {
        int last = logits.length - 1;
        if (offset >= offsets[last]) {
            return logits[last] + (offset - offsets[last]) / tail;
        }
        if (offset <= offsets[0]) {
            return logits[0] * offset / offsets[0];
        }
        int i = 1;
        while (offsets[i] < offset) {
            i++;
        }
        double share = (offset - offsets[i - 1]) / (offsets[i] - offsets[i - 1]);
        return logits[i - 1] + share * (logits[i] - logits[i - 1]);
    }

    /** Returns the shape with all offsets multiplied. */
    QuantileShape times(double width) {
        double[] scaled = Arrays.stream(offsets).map(o -> o * width).toArray();
        return of(logits, scaled, tail * width);
    }

    /** Returns the shape scaled down so that no offset is larger than a limit; the shape itself if none is. */
    QuantileShape within(double limit, double logit) {
        double largest = Math.max(offset(logit), -offset(-logit));
        return largest <= limit ? this : times(limit / largest);
    }
}
