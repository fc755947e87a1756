package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A Monte Carlo simulation of the remaining work. Each sample draws a duration for every item and schedules the packages
 * as an installer does: as many at a time as it builds in parallel, each after its dependencies. Residuals of one run are
 * correlated, because a slow machine slows all packages; so the interval of a sum is wider than with independent draws.
 * The random numbers have a fixed seed: the same work gives the same result.
 */
public final class MonteCarloSchedule {

    /** The number of samples, which falls for large runs to limit the total of draws. */
    private static final int SAMPLES = 200;

    private static final int FEWEST_SAMPLES = 40;
    private static final int MOST_DRAWS = 40_000;

    /** Residuals of packages that were built before: they have the speed of the run in common. */
    private static final Residuals BUILT_BEFORE = new Residuals(1.1, 0.3, 0);

    /** Residuals of packages that were never built: they have in common that the reference tables are off for this run. */
    private static final Residuals NEVER_BUILT = new Residuals(1.25, 0.1, 0.3);

    /** The scale by which a logistic distribution approximates the standard normal one: within 0.01 in probability. */
    private static final double NORMAL_TO_LOGIT = 1.702;

    /** The smallest probability that is drawn, so that logits stay finite. */
    private static final double SMALLEST_P = 1e-6;

    /**
     * How the residuals of a run are correlated.
     *
     * @param wider how many times larger they are than those of packages at their start, when more of the run is known
     * @param speed the share of the variance that all packages of the run have in common
     * @param tables the share that only packages have in common that were never built
     */
    private record Residuals(double wider, double speed, double tables) {

        static Residuals of(DurationEstimate estimate) {
            return estimate.samples() > 0 ? BUILT_BEFORE : NEVER_BUILT;
        }

        /** Returns the sum of the common parts and the own part, which are all standard normal. */
        double add(Common common, double own) {
            return wider
                    * (Math.sqrt(speed) * common.speed()
                            + Math.sqrt(tables) * common.tables()
                            + Math.sqrt(1 - speed - tables) * own);
        }
    }

    /** The common parts of the residuals in one sample. */
    private record Common(double speed, double tables) {}

    /**
     * An item of work.
     *
     * @param id the id by which others depend on it, or something unique
     * @param needs the ids of its dependencies
     * @param estimate the estimate of its whole duration
     * @param elapsed the seconds that it has taken already
     */
    private record Item(String id, List<String> needs, DurationEstimate estimate, double elapsed) {}

    private final List<Item> parallel = new ArrayList<>();
    private final List<Item> sequential = new ArrayList<>();

    /** Quantiles of the remaining seconds. */
    public record Rest(double p10, double p50, double p90) {}

    /** Adds a package without known dependencies. */
    public void addPackage(DurationEstimate estimate, double elapsed) {
        addPackage("#" + parallel.size(), List.of(), estimate, elapsed);
    }

    /** Adds a package. It waits for its dependencies, as far as these are added, before or after it. */
    public void addPackage(String id, List<String> needs, DurationEstimate estimate, double elapsed) {
        parallel.add(new Item(id, needs, elapsed > 0 ? estimate.given(elapsed) : estimate, elapsed));
    }

    /** Adds an item during which nothing else runs. */
    public void addAlone(DurationEstimate estimate, double elapsed) {
        sequential.add(new Item("", List.of(), elapsed > 0 ? estimate.given(elapsed) : estimate, elapsed));
    }

    public boolean isEmpty() {
        return parallel.isEmpty() && sequential.isEmpty();
    }

    /**
     * Simulates the remaining time.
     *
     * @param parallelism the number of packages that are built at the same time
     */
    public Rest rest(int parallelism) {
        SplittableRandom random = new SplittableRandom(1);
        int items = Math.max(1, parallel.size() + sequential.size());
        double[] totals = new double[Math.max(FEWEST_SAMPLES, Math.min(SAMPLES, MOST_DRAWS / items))];
        Graph graph = new Graph();
        for (int i = 0; i < totals.length; i++) {
            Common common = new Common(normal((i + 0.5) / totals.length), normal(random.nextDouble()));
            totals[i] = sample(graph, common, parallelism, random);
        }
        Arrays.sort(totals);
        return new Rest(at(totals, 0.1), at(totals, 0.5), at(totals, 0.9));
    }

    private double sample(Graph graph, Common common, int parallelism, SplittableRandom random) {
        double alone = 0;
        for (Item item : sequential) {
            alone += draw(item, common, random);
        }
        double[] durations = new double[parallel.size()];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = draw(parallel.get(i), common, random);
        }
        return alone + graph.makespan(durations, parallelism);
    }

    private static double draw(Item item, Common common, SplittableRandom random) {
        double z = Residuals.of(item.estimate()).add(common, normal(random.nextDouble()));
        double p = 1 / (1 + Math.exp(-NORMAL_TO_LOGIT * z));
        double total = item.estimate().quantile(Math.max(SMALLEST_P, Math.min(1 - SMALLEST_P, p)));
        return Math.max(0, total - item.elapsed());
    }

    /** Returns a quantile of the standard normal distribution by the logistic approximation. */
    private static double normal(double p) {
        double clipped = Math.max(SMALLEST_P, Math.min(1 - SMALLEST_P, p));
        return Math.log(clipped / (1 - clipped)) / NORMAL_TO_LOGIT;
    }

    private static double at(double[] sorted, double p) {
        return sorted[(int) Math.round(p * (sorted.length - 1))];
    }

    /**
     * Returns the critical path: the chain of dependent packages with the largest sum of remaining medians; empty if no
     * dependency is known.
     */
    public List<String> criticalPath() {
        Graph graph = new Graph();
        if (!graph.connected()) {
            return List.of();
        }
        double[] durations = parallel.stream()
                .mapToDouble(i -> Math.max(0, i.estimate().p50() - i.elapsed()))
                .toArray();
        return graph.longestChain(durations).stream()
                .map(i -> parallel.get(i).id())
                .toList();
    }

    /** The dependencies among the packages, by their indices. */
    private final class Graph {

        private final List<List<Integer>> dependents = new ArrayList<>();
        private final int[] needs = new int[parallel.size()];

        Graph() {
            Map<String, Integer> places = new HashMap<>();
            for (Item item : parallel) {
                places.put(item.id(), places.size());
                dependents.add(new ArrayList<>());
            }
            for (int i = 0; i < needs.length; i++) {
                for (String id : parallel.get(i).needs()) {
                    Integer place = places.get(id);
                    // A package that is being built waits for nothing.
                    if (place != null && place != i && parallel.get(i).elapsed() <= 0) {
                        dependents.get(place).add(i);
                        needs[i]++;
                    }
                }
            }
        }

        boolean connected() {
            return Arrays.stream(needs).anyMatch(n -> n > 0);
        }

        /** Returns when the last package ends. A cycle, which no real plan has, is broken at its first package. */
        double makespan(double[] durations, int parallelism) {
            int[] waiting = needs.clone();
            TreeSet<Integer> unbegun = new TreeSet<>();
            TreeSet<Integer> ready = new TreeSet<>();
            PriorityQueue<double[]> running = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
            int busy = 0;
            for (int i = 0; i < durations.length; i++) {
                if (parallel.get(i).elapsed() > 0) {
                    running.add(new double[] {durations[i], i});
                    busy++;
                } else {
                    unbegun.add(i);
                    if (waiting[i] == 0) {
                        ready.add(i);
                    }
                }
            }
            int places = Math.max(parallelism, busy);
            double time = 0;
            while (!unbegun.isEmpty() || !running.isEmpty()) {
                if (running.isEmpty() && ready.isEmpty()) {
                    ready.add(unbegun.first());
                }
                while (running.size() < places && !ready.isEmpty()) {
                    int next = ready.first();
                    ready.remove(next);
                    unbegun.remove(next);
                    running.add(new double[] {time + durations[next], next});
                }
                double[] done = running.remove();
                time = done[0];
                for (int dependent : dependents.get((int) done[1])) {
                    if (--waiting[dependent] == 0 && unbegun.contains(dependent)) {
                        ready.add(dependent);
                    }
                }
            }
            return time;
        }

        /** Returns the chain with the largest sum of durations. */
        List<Integer> longestChain(double[] durations) {
            double[] ends = durations.clone();
            int[] before = new int[durations.length];
            Arrays.fill(before, -1);
            for (int i : topologicalOrder()) {
                for (int dependent : dependents.get(i)) {
                    if (ends[i] + durations[dependent] > ends[dependent]) {
                        ends[dependent] = ends[i] + durations[dependent];
                        before[dependent] = i;
                    }
                }
            }
            int last = 0;
            for (int i = 1; i < ends.length; i++) {
                last = ends[i] > ends[last] ? i : last;
            }
            List<Integer> chain = new ArrayList<>();
            for (int i = last; i >= 0; i = before[i]) {
                chain.add(i);
            }
            Collections.reverse(chain);
            return chain;
        }

        /** Returns a topological order, without the packages of cycles. */
        private List<Integer> topologicalOrder() {
            int[] waiting = needs.clone();
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < waiting.length; i++) {
                if (waiting[i] == 0) {
                    order.add(i);
                }
            }
            for (int next = 0; next < order.size(); next++) {
                for (int dependent : dependents.get(order.get(next))) {
                    if (--waiting[dependent] == 0) {
                        order.add(dependent);
                    }
                }
            }
            return order;
        }
    }
}
