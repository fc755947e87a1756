package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How good the last forecasts were that rested on earlier builds. */
public final class ForecastAccuracy {

    /** So many of the last forecasts make the track record. */
    private static final int JUDGED = 20;

    /** A few hits or misses are chance. */
    private static final int FEWEST = 5;

    /** Nobody asks how good the forecast of a few seconds was, and a second more or less is a large share of it. */
    private static final Duration AT_LEAST = Duration.ofSeconds(30);

    private final Deque<Judged> lately = new ArrayDeque<>();

    /** How a forecast turned out: its error as a share of the truth, and whether the interval held. */
    private record Judged(double error, boolean held) {}

    /**
     * Adds how an estimate turned out; one that rested on no earlier build does not count, nor one of little time that took
     * little time.
     *
     * @param seconds the truth
     */
    public void add(DurationEstimate estimate, double seconds) {
        if (estimate.samples() == 0 || Math.max(seconds, estimate.p50()) < Durations.seconds(AT_LEAST)) {
            return;
        }
        double error = Math.abs(estimate.p50() / seconds - 1);
        lately.addLast(new Judged(error, seconds >= estimate.p10() && seconds <= estimate.p90()));
        if (lately.size() > JUDGED) {
            lately.removeFirst();
        }
    }

    /** Null while there are too few. */
    public ForecastFact.@Nullable TrackRecord trackRecord() {
        if (lately.size() < FEWEST) {
            return null;
        }
        double[] errors = lately.stream().mapToDouble(Judged::error).sorted().toArray();
        double held = lately.stream().filter(Judged::held).count();
        return new ForecastFact.TrackRecord(errors.length, errors[errors.length / 2], held / errors.length, AT_LEAST);
    }
}
