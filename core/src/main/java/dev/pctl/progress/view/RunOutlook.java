package dev.pctl.progress.view;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the plan and earlier runs suggest for a run as a whole.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface RunOutlook {

    /** Returns how long the run takes, as forecast before anything was built, or null. */
    @Nullable
    Forecast total();

    /** Returns the ids of the packages that determine when the run ends, in build order; may be empty. */
    List<String> criticalPath();

    /** Returns earlier runs that built the same, newest first. */
    List<PreviousRun> earlier();

    /** Returns other similar runs, most similar first. */
    List<PreviousRun> similar();

    /** Returns how accurate recent forecasts were, or null if none was evaluated yet. */
    ForecastFact.@Nullable TrackRecord trackRecord();

    /** Returns the mean duration of the earlier runs; null if there are none. */
    default @Nullable Duration earlierMean() {
        List<PreviousRun> runs = earlier();
        return runs.isEmpty()
                ? null
                : Durations.duration(runs.stream()
                        .mapToDouble(r -> Durations.seconds(r.took()))
                        .average()
                        .orElse(0));
    }

    /** Returns the sample standard deviation of the earlier runs' durations; null if there are fewer than two. */
    default @Nullable Duration earlierDeviation() {
        List<PreviousRun> runs = earlier();
        Duration mean = earlierMean();
        if (mean == null || runs.size() < 2) {
            return null;
        }
        double squares = runs.stream()
                .mapToDouble(r -> Math.pow(Durations.seconds(r.took().minus(mean)), 2))
                .sum();
        return Durations.duration(Math.sqrt(squares / (runs.size() - 1)));
    }
}
