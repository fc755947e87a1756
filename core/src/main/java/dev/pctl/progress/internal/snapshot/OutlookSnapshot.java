package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.view.RunOutlook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link RunOutlook}. */
public record OutlookSnapshot(
        @Nullable Forecast total,
        List<String> criticalPath,
        List<PreviousRun> earlier,
        List<PreviousRun> similar,
        ForecastFact.@Nullable TrackRecord trackRecord)
        implements RunOutlook {

    /** The outlook before anything is known. */
    public static final OutlookSnapshot NONE = new OutlookSnapshot(null, List.of(), List.of(), List.of(), null);

    /** Makes the lists unmodifiable. */
    public OutlookSnapshot {
        criticalPath = List.copyOf(criticalPath);
        earlier = List.copyOf(earlier);
        similar = List.copyOf(similar);
    }

    /** Returns this outlook updated with a fact; itself if the fact is not about the run as a whole. */
    public OutlookSnapshot with(ForecastFact fact) {
        if (fact instanceof ForecastFact.RunTotal f) {
            return new OutlookSnapshot(f.total(), criticalPath, earlier, similar, trackRecord);
        } else if (fact instanceof ForecastFact.CriticalPath f) {
            return new OutlookSnapshot(total, f.packages(), earlier, similar, trackRecord);
        } else if (fact instanceof ForecastFact.Precedents f) {
            return new OutlookSnapshot(total, criticalPath, f.same(), f.similar(), trackRecord);
        } else if (fact instanceof ForecastFact.TrackRecord f) {
            return new OutlookSnapshot(total, criticalPath, earlier, similar, f);
        }
        return this;
    }
}
