package dev.pctl.progress.estimator.internal.model;

/**
 * How durations here compare with the figures of a table: a line through logarithms of both, which starts as "just as
 * the table says" and is learned build by build (recursive least squares with a Gaussian prior).
 */
final class PriorCalibration {

    /** Where the line turns: the natural logarithm of about a minute. */
    private static final double PIVOT = 4.1;

    private static final double OFFSET_VARIANCE = 0.5;
    private static final double SLOPE_VARIANCE = 0.03;
    private static final double NOISE = 2;
    private static final double LARGEST_SURPRISE = 2.5;

    private double offset;
    private double slope = 1;
    private double offsetVariance = OFFSET_VARIANCE;
    private double slopeVariance = SLOPE_VARIANCE;
    private double covariance;

    /** What to expect here of a build for which the table gives that. */
    double expected(double table) {
        return PIVOT + offset + slope * (table - PIVOT);
    }

    void learn(double table, double actual) {
        double x = table - PIVOT;
        double surprise = Math.max(-LARGEST_SURPRISE, Math.min(LARGEST_SURPRISE, actual - expected(table)));
        double byOffset = offsetVariance + covariance * x;
        double bySlope = covariance + slopeVariance * x;
        double variance = byOffset + bySlope * x + NOISE;
        offset += byOffset / variance * surprise;
        slope += bySlope / variance * surprise;
        offsetVariance -= byOffset * byOffset / variance;
        covariance -= byOffset * bySlope / variance;
        slopeVariance -= bySlope * bySlope / variance;
    }
}
