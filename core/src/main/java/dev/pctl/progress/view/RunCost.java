package dev.pctl.progress.view;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cost of a run in one currency: its machines' prices, multiplied by the time for which they ran. Immutable.
 *
 * @param currency the ISO 4217 code of the currency
 * @param perHour the sum of the prices that apply now
 * @param spent the amount spent so far
 * @param total the amount expected at the end of the run, or null if the run ended or has no forecast
 */
public record RunCost(
        String currency,
        double perHour,
        double spent,
        @Nullable Interval total) {

    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * An amount as an interval: with a chance of eight in ten the truth lies between low and high.
     *
     * @param low the 10th percentile
     * @param likely the median
     * @param high the 90th percentile
     */
    public record Interval(double low, double likely, double high) {}

    /**
     * Returns the cost of a run in each currency, in the order in which the host stated them; empty if the host stated no
     * price.
     *
     * @param now the present time
     */
    public static List<RunCost> of(RunView run, Instant now) {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(now, "now");
        Map<String, double[]> sums = new LinkedHashMap<>();
        Instant end = run.finished() == null ? now : run.finished();
        List<WorkerPrice> prices = run.prices();
        for (int i = 0; i < prices.size(); i++) {
            WorkerPrice price = prices.get(i);
            Instant until = next(prices, i);
            Duration applied = Duration.between(price.since(), until == null || until.isAfter(end) ? end : until);
            double perHour = price.price().perHour().doubleValue();
            double[] sum = sums.computeIfAbsent(price.price().currency(), c -> new double[2]);
            sum[0] += until == null ? perHour : 0;
            sum[1] += Math.max(0, Durations.seconds(applied)) / SECONDS_PER_HOUR * perHour;
        }
        Forecast remaining = run.outcome() == null ? run.forecast().remaining(now) : null;
        List<RunCost> costs = new ArrayList<>();
        sums.forEach((currency, sum) -> costs.add(new RunCost(currency, sum[0], sum[1], total(sum, remaining))));
        return List.copyOf(costs);
    }

    private static @Nullable Instant next(List<WorkerPrice> prices, int of) {
        return prices.subList(of + 1, prices.size()).stream()
                .filter(p -> p.worker().equals(prices.get(of).worker()))
                .map(WorkerPrice::since)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Interval total(double[] sum, @Nullable Forecast remaining) {
        return remaining == null
                ? null
                : new Interval(after(sum, remaining.p10()), after(sum, remaining.p50()), after(sum, remaining.p90()));
    }

    private static double after(double[] sum, Duration remaining) {
        return sum[1] + sum[0] * Durations.seconds(remaining) / SECONDS_PER_HOUR;
    }
}
