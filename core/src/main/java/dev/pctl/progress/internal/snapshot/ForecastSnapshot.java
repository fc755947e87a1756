package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.view.ForecastView;
import dev.pctl.progress.view.RunOutlook;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link ForecastView}. */
public record ForecastSnapshot(
        @Nullable Forecast remaining,
        @Nullable Instant remainingAt,
        RunOutlook outlook,
        List<ForecastFact.DiskOutlook> diskOutlooks,
        ForecastFact.@Nullable DiskNeed diskNeed,
        @Nullable Instant diskNeedAt)
        implements ForecastView {

    /** Makes the list unmodifiable. */
    public ForecastSnapshot {
        diskOutlooks = List.copyOf(diskOutlooks);
    }
}
