package dev.pctl.progress.estimator.internal.model;

/**
 * The linear relation between the logarithms of durations here and in a table. It starts as the identity and is learned
 * build by build (recursive least squares with a Gaussian prior).
 */
final class PriorCalibration {

    /** The point about which the slope turns the line: the natural logarithm of about a minute. */
    private static final double PIVOT = 4.1;

    private static final double OFFSET_VARIANCE = 0.5;
    private static final double SLOPE_VARIANCE = 0.03;
    private static final double NOISE = 2;
    private static final double LARGEST_INNOVATION = 2.5;

    private double offset;
    private double slope = 1;
    private double offsetVariance = OFFSET_VARIANCE;
    private double slopeVariance = SLOPE_VARIANCE;
    private double covariance;

    /** Returns the expected logarithm here for a logarithm in the table. */
    double expected(double table) {
        return PIVOT + offset + slope * (table - PIVOT);
    }

    void learn(double table, double actual) {
        double x = table - PIVOT;
        double innovation = Math.max(-LARGEST_INNOVATION, Math.min(LARGEST_INNOVATION, actual - expected(table)));
        double byOffset = offsetVariance + covariance * x;
        double bySlope = covariance + slopeVariance * x;
        double variance = byOffset + bySlope * x + NOISE;
        offset += byOffset / variance * innovation;
        slope += bySlope / variance * innovation;
        offsetVariance -= byOffset * byOffset / variance;
        covariance -= byOffset * bySlope / variance;
        slopeVariance -= bySlope * bySlope / variance;
    }
}
