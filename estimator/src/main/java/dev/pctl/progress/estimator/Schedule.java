package dev.pctl.progress.estimator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Work that is left, and how long it all takes: many futures are drawn, each with a duration for every item, and
 * played through on as many lanes as packages were seen side by side. Misses of one run go together (all are slow when
 * the machine is), so that the interval of a sum is wider than independent draws would make it. The draws are the same
 * for the same work.
 */
final class Schedule {

    private static final int FUTURES = 200;

    /** How far the misses of packages of one run go together: their correlation. */
    private static final double COMMON = 0.3;

    /** Makes a standard normal number a logistic one, near enough. */
    private static final double NORMAL_TO_LOGIT = 1.702;

    private static final double UTMOST = 1e-6;

    /**
     * @param estimate how long it takes in all
     * @param elapsed how many seconds it has taken already
     */
    private record Item(Estimate estimate, double elapsed) {}

    private final List<Item> parallel = new ArrayList<>();
    private final List<Item> sequential = new ArrayList<>();

    /** Seconds that the rest takes. */
    record Rest(double p10, double p50, double p90) {}

    /** Adds a package. */
    void addPackage(Estimate estimate, double elapsed) {
        parallel.add(new Item(elapsed > 0 ? estimate.given(elapsed) : estimate, elapsed));
    }

    /** Adds something before or after which nothing else goes on. */
    void addAlone(Estimate estimate, double elapsed) {
        sequential.add(new Item(elapsed > 0 ? estimate.given(elapsed) : estimate, elapsed));
    }

    boolean isEmpty() {
        return parallel.isEmpty() && sequential.isEmpty();
    }

    /** Plays the futures through with so many packages side by side. */
    Rest rest(int lanes) {
        SplittableRandom random = new SplittableRandom(1);
        double[] totals = new double[FUTURES];
        for (int i = 0; i < FUTURES; i++) {
            double common = normal((i + 0.5) / FUTURES);
            totals[i] = future(common, lanes, random);
        }
        Arrays.sort(totals);
        return new Rest(at(totals, 0.1), at(totals, 0.5), at(totals, 0.9));
    }

    private double future(double common, int lanes, SplittableRandom random) {
        double alone = 0;
        for (Item item : sequential) {
            alone += draw(item, common, random);
        }
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int i = 0; i < lanes; i++) {
            free.add(0.0);
        }
        double end = 0;
        for (Item item : parallel) {
            Double begin = free.poll();
            double done = (begin == null ? 0 : begin) + draw(item, common, random);
            free.add(done);
            end = Math.max(end, done);
        }
        return alone + end;
    }

    private static double draw(Item item, double common, SplittableRandom random) {
        double z = Math.sqrt(COMMON) * common + Math.sqrt(1 - COMMON) * normal(random.nextDouble());
        double p = 1 / (1 + Math.exp(-NORMAL_TO_LOGIT * z));
        double total = item.estimate().quantile(Math.max(UTMOST, Math.min(1 - UTMOST, p)));
        return Math.max(0, total - item.elapsed());
    }

    /** Quantile of the standard normal distribution, by the logistic approximation (within 0.02 for usual p). */
    private static double normal(double p) {
        double clipped = Math.max(UTMOST, Math.min(1 - UTMOST, p));
        return Math.log(clipped / (1 - clipped)) / NORMAL_TO_LOGIT;
    }

    private static double at(double[] sorted, double p) {
        return sorted[(int) Math.round(p * (sorted.length - 1))];
    }
}
