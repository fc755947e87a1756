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
 * Estimates how long builds take, and learns from each record. The estimate of a package that was built before is a
 * weighted mean of its earlier durations times a speed factor of machine and session. That of a new package comes from a
 * prior: reference durations that ship with the library. Prediction intervals come from past residuals. Not thread-safe.
 */
public final class DurationModel {

    /** The seconds that shorter durations count as when an estimate is evaluated: clocks are not more exact. */
    static final double SHORTEST = 0.5;

    /** The seconds that shorter durations are remembered as. A run from a binary cache consists of many such. */
    private static final double SHORTEST_REMEMBERED = 0.05;

    private static final double LN_SHORTEST = Math.log(SHORTEST);

    private final Map<InstallMethod, Map<String, PackageObservations>> observations =
            new EnumMap<>(InstallMethod.class);
    private final SpeedFactor speed = SpeedFactor.ofMachines();
    private final DurationPrior prior = new DurationPrior();
    private final PredictionIntervals intervals = new PredictionIntervals();
    private final ForecastAccuracy accuracy = new ForecastAccuracy();
    private final PackageObservations none = new PackageObservations();

    /** Returns how long a build takes if it starts at the given time. */
    public DurationEstimate estimate(BuildQuery query, Instant start) {
        double time = seconds(start);
        PackageObservations known =
                observations.getOrDefault(query.method(), Map.of()).get(query.name());
        PackageObservations past = known == null ? none : known;
        double middle = past.isEmpty() ? prior.logSeconds(query, time) : past.logSeconds(query, time);
        double centre = middle + speed.at(query, time);
        PredictionIntervals.Kind kind = intervals.kind(past, query);
        double correction = intervals.correction(kind);
        return DurationEstimate.derived(
                Math.exp(centre + correction),
                intervals.shape(kind),
                basis(past, query, kind.likeness() != PredictionIntervals.Likeness.OTHER_VERSION),
                past.count(),
                new DurationEstimate.Derivation(middle, correction, kind));
    }

    /** Learns from a build. Records must come in the order in which the builds ended. */
    public void learn(BuildRecord record) {
        learn(record, null);
    }

    /**
     * Learns from a build and from the residual of its estimate.
     *
     * @param made this model's estimate when the build started, or null if none was made
     */
    public void learn(BuildRecord record, @Nullable DurationEstimate made) {
        if (record.outcome() != Outcome.SUCCEEDED) {
            return;
        }
        BuildQuery query = BuildQuery.of(record);
        DurationEstimate estimate = made == null ? estimate(query, record.started()) : made;
        double actual = Math.log(Math.max(SHORTEST_REMEMBERED, record.seconds()));
        double evaluated = Math.max(LN_SHORTEST, actual);
        double ended = seconds(record.started()) + record.seconds();
        PackageObservations past = observations
                .computeIfAbsent(query.method(), m -> new HashMap<>())
                .computeIfAbsent(query.name(), n -> new PackageObservations());
        evaluate(estimate, evaluated, past);
        if (estimate.samples() > 0) {
            speed.learn(
                    query,
                    ended,
                    evaluated - Math.max(LN_SHORTEST, derivation(estimate).logSeconds()));
        } else if (past.isEmpty()) {
            prior.learn(query, evaluated, ended);
        }
        past.add(query, actual - speed.kept(query, ended), ended);
    }

    /** Returns the speed factor: how many times longer than usual builds take on the query's machine and in its session. */
    public double speed(BuildQuery query, Instant at) {
        return Math.exp(speed.at(query, seconds(at)));
    }

    /** Evaluates an estimate, unless a duration too short to measure was expected and came. */
    private void evaluate(DurationEstimate estimate, double actual, PackageObservations past) {
        double expected = Math.max(LN_SHORTEST, Math.log(estimate.p50()));
        if (actual > LN_SHORTEST || expected > LN_SHORTEST) {
            double residual = actual - expected + derivation(estimate).correction();
            boolean held = actual >= Math.log(estimate.p10()) && actual <= Math.log(estimate.p90());
            intervals.learn(derivation(estimate).kind(), residual, held);
            if (estimate.samples() > 0) {
                past.addMiss(PredictionIntervals.size(residual));
            }
            accuracy.add(estimate, Math.exp(actual));
        }
    }

    /** Returns the accuracy of the last estimates that rested on earlier builds; null while there are too few. */
    public ForecastFact.@Nullable TrackRecord trackRecord() {
        return accuracy.trackRecord();
    }

    private static DurationEstimate.Derivation derivation(DurationEstimate estimate) {
        return Objects.requireNonNull(estimate.derivation(), "the estimate was not made by a model");
    }

    /** Returns what the estimate rests on, as a phrase that is composed only if it is asked for. */
    private Supplier<String> basis(PackageObservations past, BuildQuery query, boolean seen) {
        int n = past.count();
        String newest = past.newestVersion();
        if (n == 0) {
            return () -> prior.knows(query) ? "typical value, no history yet" : "rough guess, no history yet";
        }
        return seen || newest == null
                ? () -> "based on " + n + " previous build" + (n == 1 ? "" : "s")
                : () -> "similar: " + query.name() + ' ' + newest;
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }
}
