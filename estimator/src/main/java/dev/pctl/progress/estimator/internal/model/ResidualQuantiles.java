package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * How far the truth lies from estimates of one kind: the newest misses, in units of the typical miss, and at first
 * some that are made up, so that two lucky hits do not make a margin of nothing.
 */
final class ResidualQuantiles {

    /** Quantiles of the standard normal distribution at 1/24, 3/24, … 23/24. */
    private static final double[] NORMAL = {
        -1.732, -1.150, -0.812, -0.549, -0.319, -0.105, 0.105, 0.319, 0.549, 0.812, 1.150, 1.732
    };

    private static final int NEWEST = 400;

    private final Deque<Double> arrived = new ArrayDeque<>();
    private double[] sorted;
    private int size;

    /** Begins with a spread. */
    ResidualQuantiles(double standardDeviation) {
        sorted = new double[NEWEST + NORMAL.length + 1];
        for (double z : NORMAL) {
            sorted[size++] = z * standardDeviation;
        }
    }

    void add(double miss) {
        insert(miss);
        arrived.addLast(miss);
        if (arrived.size() > NEWEST) {
            remove(arrived.removeFirst());
        }
    }

    private void insert(double miss) {
        int found = Arrays.binarySearch(sorted, 0, size, miss);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = miss;
        size++;
    }

    private void remove(double miss) {
        int at = Arrays.binarySearch(sorted, 0, size, miss);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    double quantile(double p) {
        double place = p * (size - 1);
        int below = (int) place;
        double upper = sorted[Math.min(below + 1, size - 1)];
        return sorted[below] + (place - below) * (upper - sorted[below]);
    }
}
