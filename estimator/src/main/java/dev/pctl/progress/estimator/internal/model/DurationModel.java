package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns how long builds take, record by record, and answers with intervals that hold what they promise. A package
 * that was built before takes about as long as then, times how fast the machine is today; one that was not is reckoned
 * from typical durations that come with the library. Not thread-safe.
 */
public final class DurationModel {

    /** Shorter times are judged as that many seconds: clocks are not exact enough for them. */
    static final double SHORTEST = 0.5;

    /** Shorter times are remembered as that many seconds; many of them are what a run from a binary cache consists of. */
    private static final double INSTANT = 0.05;

    private static final double LN_SHORTEST = Math.log(SHORTEST);

    private final Map<InstallMethod, Map<String, PackageObservations>> experience = new EnumMap<>(InstallMethod.class);
    private final SpeedFactor speed = SpeedFactor.ofMachines();
    private final DurationPrior cold = new DurationPrior();
    private final PredictionIntervals intervals = new PredictionIntervals();
    private final ForecastAccuracy judgement = new ForecastAccuracy();
    private final PackageObservations none = new PackageObservations();

    /** How long the build takes if it starts at the given time. */
    public DurationEstimate estimate(BuildQuery query, Instant start) {
        double time = seconds(start);
        PackageObservations known =
                experience.getOrDefault(query.method(), Map.of()).get(query.name());
        PackageObservations past = known == null ? none : known;
        double middle = past.isEmpty() ? cold.logSeconds(query, time) : past.logSeconds(query, time);
        double centre = middle + speed.at(query, time);
        PredictionIntervals.Kind kind = intervals.kind(past, query);
        double correction = intervals.correction(kind);
        return DurationEstimate.reckoned(
                Math.exp(centre + correction),
                intervals.shape(kind),
                basis(past, query, kind.likeness() != PredictionIntervals.Likeness.OTHER_VERSION),
                past.count(),
                new DurationEstimate.Reckoning(middle, correction, kind));
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
    public void learn(BuildRecord record, @Nullable DurationEstimate made) {
        if (record.outcome() != Outcome.SUCCEEDED) {
            return;
        }
        BuildQuery query = BuildQuery.of(record);
        DurationEstimate estimate = made == null ? estimate(query, record.started()) : made;
        double actual = Math.log(Math.max(INSTANT, record.seconds()));
        double judged = Math.max(LN_SHORTEST, actual);
        double ended = seconds(record.started()) + record.seconds();
        PackageObservations past = experience
                .computeIfAbsent(query.method(), m -> new HashMap<>())
                .computeIfAbsent(query.name(), n -> new PackageObservations());
        judge(estimate, judged, past);
        if (estimate.samples() > 0) {
            speed.learn(
                    query,
                    ended,
                    judged - Math.max(LN_SHORTEST, reckoning(estimate).middle()));
        } else if (past.isEmpty()) {
            cold.learn(query, judged, ended);
        }
        past.add(query, actual - speed.kept(query, ended), ended);
    }

    /** How many times longer than usual builds take there and then. */
    public double speed(BuildQuery query, Instant at) {
        return Math.exp(speed.at(query, seconds(at)));
    }

    /** What takes no measurable time, as foreseen, says nothing about the others. */
    private void judge(DurationEstimate estimate, double actual, PackageObservations past) {
        double expected = Math.max(LN_SHORTEST, Math.log(estimate.p50()));
        if (actual > LN_SHORTEST || expected > LN_SHORTEST) {
            double miss = actual - expected + reckoning(estimate).correction();
            boolean held = actual >= Math.log(estimate.p10()) && actual <= Math.log(estimate.p90());
            intervals.learn(reckoning(estimate).kind(), miss, held);
            if (estimate.samples() > 0) {
                past.judge(PredictionIntervals.size(miss));
            }
            judgement.add(estimate, Math.exp(actual));
        }
    }

    /** How good the last estimates were that rested on earlier builds; null if there was none yet. */
    public ForecastFact.@Nullable TrackRecord trackRecord() {
        return judgement.trackRecord();
    }

    private static DurationEstimate.Reckoning reckoning(DurationEstimate estimate) {
        return Objects.requireNonNull(estimate.reckoning(), "the estimate is not a model's");
    }

    /** What it rests on, in words that are made when they are asked for. */
    private Supplier<String> basis(PackageObservations past, BuildQuery query, boolean seen) {
        int n = past.count();
        String newest = past.newestVersion();
        if (n == 0) {
            return () -> cold.knows(query) ? "typical value, no history yet" : "rough guess, no history yet";
        }
        return seen || newest == null
                ? () -> "based on " + n + " previous build" + (n == 1 ? "" : "s")
                : () -> "similar: " + query.name() + ' ' + newest;
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }
}
