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
 * Work that is left, and how long it all takes: many futures are drawn, each with a duration for every item, and
 * played through as an installer would, on as many lanes as packages are built side by side, each package after those
 * that it needs. Misses of one run go together (all are slow when the machine is), so that the interval of a sum is
 * wider than independent draws would make it. The draws are the same for the same work.
 */
public final class MonteCarloSchedule {

    /** How many futures are drawn; of large runs as many as the total of draws allows. */
    private static final int FUTURES = 200;

    private static final int FEWEST_FUTURES = 40;
    private static final int MOST_DRAWS = 40_000;

    /** Misses of packages that were built before: they share how fast the run is. */
    private static final Misses BUILT_BEFORE = new Misses(1.1, 0.3, 0);

    /**
     * Misses of packages that never were built: each is mostly on its own, and what they share is less the speed of the
     * run than how far the tables of typical durations are off for what is built in it.
     */
    private static final Misses NEVER_BUILT = new Misses(1.25, 0.1, 0.3);

    /** Makes a standard normal number a logistic one, near enough. */
    private static final double NORMAL_TO_LOGIT = 1.702;

    private static final double UTMOST = 1e-6;

    /**
     * How misses of a run go together.
     *
     * @param wider how many times larger they are than those of single packages at their start, which know of the run what
     *     is seen by then
     * @param speed the share of their variance that all packages of the run have in common
     * @param tables the share that only those have in common that never were built
     */
    private record Misses(double wider, double speed, double tables) {

        static Misses of(DurationEstimate estimate) {
            return estimate.samples() > 0 ? BUILT_BEFORE : NEVER_BUILT;
        }

        /** Adds up a miss from what it has in common with others and what it has not, all standard normal. */
        double add(Common common, double own) {
            return wider
                    * (Math.sqrt(speed) * common.speed()
                            + Math.sqrt(tables) * common.tables()
                            + Math.sqrt(1 - speed - tables) * own);
        }
    }

    /** What misses have in common in one future. */
    private record Common(double speed, double tables) {}

    /**
     * @param id what others call it, or something unique
     * @param needs ids of those that come before it
     * @param estimate how long it takes in all
     * @param elapsed how many seconds it has taken already
     */
    private record Item(String id, List<String> needs, DurationEstimate estimate, double elapsed) {}

    private final List<Item> parallel = new ArrayList<>();
    private final List<Item> sequential = new ArrayList<>();

    /** Seconds that the rest takes. */
    public record Rest(double p10, double p50, double p90) {}

    /** Adds a package of which no more is known. */
    public void addPackage(DurationEstimate estimate, double elapsed) {
        addPackage("#" + parallel.size(), List.of(), estimate, elapsed);
    }

    /** Adds a package that waits for those that it needs, as far as these are added, before or after it. */
    public void addPackage(String id, List<String> needs, DurationEstimate estimate, double elapsed) {
        parallel.add(new Item(id, needs, elapsed > 0 ? estimate.given(elapsed) : estimate, elapsed));
    }

    /** Adds something before or after which nothing else goes on. */
    public void addAlone(DurationEstimate estimate, double elapsed) {
        sequential.add(new Item("", List.of(), elapsed > 0 ? estimate.given(elapsed) : estimate, elapsed));
    }

    public boolean isEmpty() {
        return parallel.isEmpty() && sequential.isEmpty();
    }

    /** Plays the futures through with so many packages side by side. */
    public Rest rest(int lanes) {
        SplittableRandom random = new SplittableRandom(1);
        int items = Math.max(1, parallel.size() + sequential.size());
        double[] totals = new double[Math.max(FEWEST_FUTURES, Math.min(FUTURES, MOST_DRAWS / items))];
        Graph graph = new Graph();
        for (int i = 0; i < totals.length; i++) {
            Common common = new Common(normal((i + 0.5) / totals.length), normal(random.nextDouble()));
            totals[i] = future(graph, common, lanes, random);
        }
        Arrays.sort(totals);
        return new Rest(at(totals, 0.1), at(totals, 0.5), at(totals, 0.9));
    }

    private double future(Graph graph, Common common, int lanes, SplittableRandom random) {
        double alone = 0;
        for (Item item : sequential) {
            alone += draw(item, common, random);
        }
        double[] durations = new double[parallel.size()];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = draw(parallel.get(i), common, random);
        }
        return alone + graph.play(durations, lanes);
    }

    private static double draw(Item item, Common common, SplittableRandom random) {
        double z = Misses.of(item.estimate()).add(common, normal(random.nextDouble()));
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

    /**
     * The chain of packages, each of which needs the one before it, that takes longest if all take as long as expected;
     * empty if no package is known to need another.
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

    /** Which package waits for which, by their places in the list. */
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
                    // What is being built already waits for nothing any more.
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

        /** When the last one ends. A circle, which no real plan has, is broken at its first package. */
        double play(double[] durations, int lanes) {
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
            int places = Math.max(lanes, busy);
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

        /** The chain whose durations sum up to most. */
        List<Integer> longestChain(double[] durations) {
            double[] ends = durations.clone();
            int[] before = new int[durations.length];
            Arrays.fill(before, -1);
            for (int i : inOrder()) {
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

        /** Each after those that it needs; what is in a circle is left out. */
        private List<Integer> inOrder() {
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
