package dev.pctl.progress.view;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of the rest of a run. Once the run has ended, only {@link #outlook} remains.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface ForecastView {

    /** Returns the newest forecast of the time that remained at {@link #remainingAt}, or null. */
    @Nullable
    Forecast remaining();

    /** Returns when the forecast of the remaining time was made, or null. */
    @Nullable
    Instant remainingAt();

    /** Returns what the plan and earlier runs suggest for the run as a whole. */
    RunOutlook outlook();

    /** Returns how each watched file system is expected to fill, as far as that is known. */
    List<ForecastFact.DiskOutlook> diskOutlooks();

    /** Returns the disk space that the rest of the run needed at {@link #diskNeedAt}, or null. */
    ForecastFact.@Nullable DiskNeed diskNeed();

    /** Returns when the disk space still needed was estimated, or null. */
    @Nullable
    Instant diskNeedAt();

    /**
     * Returns the time that remains at the given time: the newest forecast less the time since it was made, each bound at
     * least zero. Null if there is no forecast or the run has ended.
     */
    default @Nullable Forecast remaining(Instant now) {
        Forecast newest = remaining();
        Duration since = TimeSpans.between(remainingAt(), null, now);
        if (newest == null || since == null) {
            return null;
        }
        return new Forecast(
                TimeSpans.less(newest.p10(), since),
                TimeSpans.less(newest.p50(), since),
                TimeSpans.less(newest.p90(), since),
                newest.basis(),
                newest.samples());
    }

    /** Returns how the watched file system of that path is expected to fill, or null if that is not known. */
    default ForecastFact.@Nullable DiskOutlook diskOutlook(String path) {
        return diskOutlooks().stream()
                .filter(o -> o.path().equals(path))
                .findFirst()
                .orElse(null);
    }
}
