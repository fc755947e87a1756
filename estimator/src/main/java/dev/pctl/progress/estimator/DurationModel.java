package dev.pctl.progress.estimator;

import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Learns how long builds take, record by record, and answers with intervals. Not thread-safe. */
public final class DurationModel {

    private static final double SPREAD = 1.8;

    private final Map<String, List<Double>> seen = new HashMap<>();

    /** Learns from a build; records are to come in the order in which the builds ended. */
    public void learn(BuildRecord record) {
        if (record.outcome() == Outcome.SUCCEEDED && record.seconds() > 0) {
            seen.computeIfAbsent(key(BuildQuery.of(record)), k -> new ArrayList<>())
                    .add(record.seconds());
        }
    }

    /** How long the build takes if it starts at the given time. */
    public Estimate estimate(BuildQuery query, Instant start) {
        List<Double> known =
                seen.getOrDefault(key(query), List.of()).stream().sorted().toList();
        double median = known.isEmpty() ? 60 : known.get(known.size() / 2);
        String basis = known.isEmpty()
                ? "typical value, no history yet"
                : "based on " + known.size() + " previous build" + (known.size() == 1 ? "" : "s");
        double spread = known.isEmpty() ? 8 : SPREAD;
        return Estimate.of(median / spread, median, median * spread, basis, known.size());
    }

    private static String key(BuildQuery query) {
        return query.name() + '/' + query.method();
    }
}
