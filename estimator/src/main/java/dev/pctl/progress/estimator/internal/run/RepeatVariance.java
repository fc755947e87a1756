package dev.pctl.progress.estimator.internal.run;

/**
 * How closely a run follows the earlier builds of the very same packages: on a quiet machine the same takes the same time to
 * within a percent, on a shared one it takes half as long or twice. What is seen of the run so far narrows or widens what
 * is said of its rest.
 */
public final class RepeatVariance {

    /** How far the same build varies as a rule: standard deviation of the natural logarithm of its time. */
    private static final double USUAL = 0.2;

    /** So many stretches of work the rule counts for. */
    private static final double USUAL_COUNTS = 4;

    /** One stretch says no more than that. */
    private static final double LARGEST = 1;

    /** Up to that many times the rule still holds. */
    private static final double WITHIN_RULE = 1.2;

    private static final double NARROWEST = 0.25;
    private static final double WIDEST = 1.5;

    /** What all stretches have in common is doubted as if one more had shown none of it. */
    private static final double DOUBT = 1;

    private double sum;
    private double squares;
    private int count;

    /**
     * Takes a stretch of work into account.
     *
     * @param pace natural logarithm of how many times longer it took than before
     */
    public void add(double pace) {
        double size = Math.max(-LARGEST, Math.min(LARGEST, pace));
        sum += size;
        squares += size * size;
        count++;
    }

    /**
     * Whether milestones within phases tell how far a build is: not where stretches of the earlier one took as long as they
     * did by chance.
     */
    public boolean isWithinRule() {
        return width() <= WITHIN_RULE;
    }

    /** How many times wider than usual the interval of a build that is repeated should be. */
    public double width() {
        double shared = sum / (count + DOUBT);
        double scatter = squares - 2 * shared * sum + count * shared * shared;
        double variance = (USUAL_COUNTS * USUAL * USUAL + scatter) / (USUAL_COUNTS + count);
        return Math.max(NARROWEST, Math.min(WIDEST, Math.sqrt(variance) / USUAL));
    }
}
