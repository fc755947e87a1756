package dev.pctl.progress.estimator.internal.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many times longer what goes on takes than expected so far, as natural logarithms. What goes on at the same time and
 * what comes next shares it in part: a machine that is busy is slow for all.
 */
public final class SpeedRatio {

    /** After so many seconds of work as much is believed of what was seen as is doubted. */
    private static final double HALF_BELIEVED = 15;

    /** A single package says no more than that about the others. */
    private static final double LARGEST = 0.7;

    private record Seen(double surprise, double seconds) {}

    private final Map<String, Seen> seen = new LinkedHashMap<>();

    /**
     * Takes into account how something goes on.
     *
     * @param id what goes on
     * @param surprise natural logarithm of how many times longer it took so far than expected
     * @param seconds how long it was expected to take so far
     */
    public void add(String id, double surprise, double seconds) {
        seen.put(id, new Seen(Math.max(-LARGEST, Math.min(LARGEST, surprise)), seconds));
    }

    /** What that tells of something else than the one of that id: how many times longer it will take. */
    public double factorFor(String id) {
        double sum = 0;
        double weights = HALF_BELIEVED;
        for (Map.Entry<String, Seen> entry : seen.entrySet()) {
            if (!entry.getKey().equals(id)) {
                sum += entry.getValue().seconds() * entry.getValue().surprise();
                weights += entry.getValue().seconds();
            }
        }
        return Math.exp(sum / weights);
    }

    /** What it tells of what has not begun. */
    public double factor() {
        return factorFor("");
    }
}
