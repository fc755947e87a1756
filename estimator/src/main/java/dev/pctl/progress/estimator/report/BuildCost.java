package dev.pctl.progress.estimator.report;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.Price;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What something cost in all runs whose price is known.
 *
 * @param name the title of runs, or the name of a package
 * @param currency the ISO 4217 code of the currency
 * @param amount the sum of the amounts
 * @param count the number of runs or packages in the sum
 */
public record BuildCost(String name, String currency, double amount, int count) {

    private static final double SECONDS_PER_HOUR = 3600;

    /** Returns the costs of runs by title, the largest first. */
    static List<BuildCost> ofRuns(List<BuildRecord> records) {
        Sums sums = new Sums();
        for (BuildRecord r : records) {
            Price price = r.price();
            if (r.unit() == Unit.RUN && price != null) {
                sums.add(r.title() == null ? r.name() : r.title(), price.currency(), cost(r, price));
            }
        }
        return sums.largestFirst();
    }

    /**
     * Returns the costs of packages, the largest first. The packages of a run share its cost in proportion to their time,
     * so that packages built side by side are not counted twice.
     */
    static List<BuildCost> ofPackages(List<BuildRecord> records) {
        Map<String, BuildRecord> runs = new HashMap<>();
        Map<String, Double> seconds = new HashMap<>();
        for (BuildRecord r : records) {
            if (r.session() != null && r.unit() == Unit.RUN && r.price() != null) {
                runs.put(r.session(), r);
            } else if (r.session() != null && r.unit() == Unit.PACKAGE) {
                seconds.merge(r.session(), r.seconds(), Double::sum);
            }
        }
        Sums sums = new Sums();
        for (BuildRecord r : records) {
            BuildRecord run = r.unit() == Unit.PACKAGE && r.session() != null ? runs.get(r.session()) : null;
            Price price = run == null ? null : run.price();
            if (run != null && price != null && r.seconds() > 0) {
                double share = r.seconds() / Math.max(run.seconds(), seconds.getOrDefault(r.session(), 0.0));
                sums.add(r.name(), price.currency(), cost(run, price) * share);
            }
        }
        return sums.largestFirst();
    }

    private static double cost(BuildRecord run, Price price) {
        return run.seconds() / SECONDS_PER_HOUR * price.perHour().doubleValue();
    }

    private static final class Sums {
        private final Map<List<String>, double[]> amounts = new TreeMap<>(
                Comparator.comparing((List<String> key) -> key.get(0)).thenComparing(key -> key.get(1)));

        void add(String name, String currency, double amount) {
            double[] sum = amounts.computeIfAbsent(List.of(name, currency), key -> new double[2]);
            sum[0] += amount;
            sum[1]++;
        }

        List<BuildCost> largestFirst() {
            List<BuildCost> costs = new ArrayList<>();
            amounts.forEach((key, sum) -> costs.add(new BuildCost(key.get(0), key.get(1), sum[0], (int) sum[1])));
            costs.sort(Comparator.comparingDouble((BuildCost c) -> -c.amount()));
            return List.copyOf(costs);
        }
    }
}
