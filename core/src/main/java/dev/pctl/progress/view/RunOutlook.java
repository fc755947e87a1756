package dev.pctl.progress.view;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.PreviousRun;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What plan and history say of a run as a whole.
 *
 * @param total how long it takes, as forecast before anything was built, or null
 * @param criticalPath ids of the packages that decide when it ends, in the order in which they are built; may be empty
 * @param earlier earlier runs that built the same, the newest first
 * @param similar other runs that are similar, the most similar first
 * @param trackRecord how good forecasts were lately, or null if none was judged yet
 */
public record RunOutlook(
        @Nullable Forecast total,
        List<String> criticalPath,
        List<PreviousRun> earlier,
        List<PreviousRun> similar,
        ForecastFact.@Nullable TrackRecord trackRecord) {

    private static final double NANOS = 1e9;

    /** Nothing is known. */
    public static final RunOutlook NONE = new RunOutlook(null, List.of(), List.of(), List.of(), null);

    public RunOutlook {
        criticalPath = List.copyOf(criticalPath);
        earlier = List.copyOf(earlier);
        similar = List.copyOf(similar);
    }

    /** How long the earlier runs took on average; null if there are none. */
    public @Nullable Duration earlierMean() {
        return earlier.isEmpty() ? null : duration(mean());
    }

    /** The standard deviation of a sample of what the earlier runs took; null if there are fewer than two. */
    public @Nullable Duration earlierDeviation() {
        if (earlier.size() < 2) {
            return null;
        }
        double mean = mean();
        double squares = earlier.stream()
                .mapToDouble(r -> Math.pow(seconds(r.took()) - mean, 2))
                .sum();
        return duration(Math.sqrt(squares / (earlier.size() - 1)));
    }

    private double mean() {
        return earlier.stream().mapToDouble(r -> seconds(r.took())).average().orElse(0);
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / NANOS;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NANOS));
    }

    /** The same, with what the fact says. */
    public RunOutlook with(ForecastFact fact) {
        if (fact instanceof ForecastFact.RunTotal f) {
            return new RunOutlook(f.total(), criticalPath, earlier, similar, trackRecord);
        } else if (fact instanceof ForecastFact.CriticalPath f) {
            return new RunOutlook(total, f.packages(), earlier, similar, trackRecord);
        } else if (fact instanceof ForecastFact.Precedents f) {
            return new RunOutlook(total, criticalPath, f.same(), f.similar(), trackRecord);
        } else if (fact instanceof ForecastFact.TrackRecord f) {
            return new RunOutlook(total, criticalPath, earlier, similar, f);
        }
        return this;
    }
}
