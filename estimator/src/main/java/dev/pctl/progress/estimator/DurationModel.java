package dev.pctl.progress.estimator;

import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Learns how long builds take, record by record, and answers with intervals that hold what they promise. A package
 * that was built before takes about as long as then, times how fast the machine is today; one that was not is reckoned
 * from typical durations that come with the library. Not thread-safe.
 */
public final class DurationModel {

    private static final double SHORTEST = 0.5;

    private final Map<String, Experience> experience = new HashMap<>();
    private final SpeedFactor speed = SpeedFactor.ofMachines();
    private final ColdStart cold = new ColdStart();
    private final Intervals intervals = new Intervals();
    private final Judgement judgement = new Judgement();

    /** How long the build takes if it starts at the given time. */
    public Estimate estimate(BuildQuery query, Instant start) {
        double time = seconds(start);
        Experience past = experience.getOrDefault(key(query), new Experience());
        double middle = past.isEmpty() ? cold.logSeconds(query, time) : past.logSeconds(query, time);
        double centre = middle + speed.at(query, time);
        Intervals.Kind kind = intervals.kind(past, query);
        return Estimate.reckoned(
                Math.exp(centre),
                intervals.shape(kind),
                basis(past, query),
                past.count(),
                new Estimate.Reckoning(middle, kind));
    }

    /** Learns from a build; records are to come in the order in which the builds ended. */
    public void learn(BuildRecord record) {
        learn(record, null);
    }

    /**
     * Learns from a build, and from how the estimate turned out that was made when it started.
     *
     * @param made this model's estimate, or null if none was made
     */
    public void learn(BuildRecord record, @Nullable Estimate made) {
        if (record.outcome() != Outcome.SUCCEEDED) {
            return;
        }
        BuildQuery query = BuildQuery.of(record);
        Estimate estimate = made == null ? estimate(query, record.started()) : made;
        double actual = Math.log(Math.max(SHORTEST, record.seconds()));
        double ended = seconds(record.started()) + record.seconds();
        Experience past = experience.computeIfAbsent(key(query), k -> new Experience());
        judge(estimate, actual, past);
        if (estimate.samples() > 0) {
            speed.learn(query, ended, actual - reckoning(estimate).middle());
        } else if (past.isEmpty()) {
            cold.learn(query, actual, ended);
        }
        past.add(query, actual - speed.kept(query, ended), ended);
    }

    /** How many times longer than usual builds take there and then. */
    double speed(BuildQuery query, Instant at) {
        return Math.exp(speed.at(query, seconds(at)));
    }

    private void judge(Estimate estimate, double actual, Experience past) {
        double miss = actual - Math.log(estimate.p50());
        boolean held = actual >= Math.log(estimate.p10()) && actual <= Math.log(estimate.p90());
        intervals.learn(reckoning(estimate).kind(), miss, held);
        if (estimate.samples() > 0) {
            past.judge(Intervals.size(miss));
        }
        judgement.add(estimate, Math.exp(actual));
    }

    /** How good the last estimates were that rested on earlier builds; null if there was none yet. */
    ForecastFact.@Nullable TrackRecord trackRecord() {
        return judgement.trackRecord();
    }

    private static Estimate.Reckoning reckoning(Estimate estimate) {
        return Objects.requireNonNull(estimate.reckoning(), "the estimate is not a model's");
    }

    private String basis(Experience past, BuildQuery query) {
        int n = past.count();
        if (n == 0) {
            return cold.knows(query) ? "typical value, no history yet" : "rough guess, no history yet";
        }
        if (past.knows(query) || past.newestVersion() == null) {
            return "based on " + n + " previous build" + (n == 1 ? "" : "s");
        }
        return "similar: " + query.name() + ' ' + past.newestVersion();
    }

    private static String key(BuildQuery query) {
        return query.name() + '\n' + query.method();
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }
}
