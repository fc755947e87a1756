package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The empirical quantiles of the newest residuals of one kind of estimate, in units of the typical miss. A few residuals
 * of a normal prior are always among them, so that two lucky estimates do not make an interval of no width.
 */
final class ResidualQuantiles {

    /** Quantiles of the standard normal distribution at 1/24, 3/24, … 23/24. */
    private static final double[] NORMAL = {
        -1.732, -1.150, -0.812, -0.549, -0.319, -0.105, 0.105, 0.319, 0.549, 0.812, 1.150, 1.732
    };

    /** The number of newest residuals that are kept; older ones come from another model or machine. */
    private static final int NEWEST = 400;

    private final Deque<Double> arrived = new ArrayDeque<>();
    private double[] sorted;
    private int size;

    /** Begins with residuals of a normal distribution. */
    ResidualQuantiles(double standardDeviation) {
        sorted = new double[NEWEST + NORMAL.length + 1];
        for (double z : NORMAL) {
            sorted[size++] = z * standardDeviation;
        }
    }

    void add(double residual) {
        insert(residual);
        arrived.addLast(residual);
        if (arrived.size() > NEWEST) {
            remove(arrived.removeFirst());
        }
    }

    private void insert(double residual) {
        int found = Arrays.binarySearch(sorted, 0, size, residual);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = residual;
        size++;
    }

    private void remove(double residual) {
        int at = Arrays.binarySearch(sorted, 0, size, residual);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    /** Returns the p-quantile, interpolated linearly between order statistics. */
    double quantile(double p) {
        double place = p * (size - 1);
        int below = (int) place;
        double upper = sorted[Math.min(below + 1, size - 1)];
        return sorted[below] + (place - below) * (upper - sorted[below]);
    }
}
