package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The accuracy of the last forecasts that rested on earlier builds. */
public final class ForecastAccuracy {

    /** The number of last forecasts that make the track record. */
    private static final int NEWEST = 20;

    /** The number of forecasts below which an accuracy would be chance. */
    private static final int FEWEST = 5;

    /** Shorter builds are left out: the clock's error is a large share of them, and their forecasts do not matter. */
    private static final Duration AT_LEAST = Duration.ofSeconds(30);

    private final Deque<Outcome> newest = new ArrayDeque<>();

    /** The relative error of a forecast, and whether the actual duration lay within its interval. */
    private record Outcome(double error, boolean held) {}

    /**
     * Adds the outcome of an estimate, unless it rested on no earlier build, or both it and the outcome were short.
     *
     * @param seconds the actual duration
     */
    public void add(DurationEstimate estimate, double seconds) {
        if (estimate.samples() == 0 || Math.max(seconds, estimate.p50()) < Durations.seconds(AT_LEAST)) {
            return;
        }
        double error = Math.abs(estimate.p50() / seconds - 1);
        newest.addLast(new Outcome(error, seconds >= estimate.p10() && seconds <= estimate.p90()));
        if (newest.size() > NEWEST) {
            newest.removeFirst();
        }
    }

    /** Returns the accuracy; null while there are too few forecasts. */
    public ForecastFact.@Nullable TrackRecord trackRecord() {
        if (newest.size() < FEWEST) {
            return null;
        }
        double[] errors = newest.stream().mapToDouble(Outcome::error).sorted().toArray();
        double held = newest.stream().filter(Outcome::held).count();
        return new ForecastFact.TrackRecord(errors.length, errors[errors.length / 2], held / errors.length, AT_LEAST);
    }
}
