package dev.pctl.progress.estimator;

/**
 * How closely a run follows the earlier builds of the very same packages: on a quiet machine the same takes the same time to
 * within a percent, on a shared one it takes half as long or twice. What is seen of the run so far narrows or widens what
 * is said of its rest.
 */
final class Steadiness {

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

    private double squares = USUAL_COUNTS * USUAL * USUAL;
    private double count = USUAL_COUNTS;

    /**
     * Takes a stretch of work into account.
     *
     * @param pace natural logarithm of how many times longer it took than before
     */
    void add(double pace) {
        double size = Math.min(LARGEST, Math.abs(pace));
        squares += size * size;
        count++;
    }

    /**
     * Whether milestones within phases tell how far a build is: not where stretches of the earlier one took as long as they
     * did by chance.
     */
    boolean isWithinRule() {
        return width() <= WITHIN_RULE;
    }

    /** How many times wider than usual the interval of a build that is repeated should be. */
    double width() {
        return Math.max(NARROWEST, Math.min(WIDEST, Math.sqrt(squares / count) / USUAL));
    }
}
