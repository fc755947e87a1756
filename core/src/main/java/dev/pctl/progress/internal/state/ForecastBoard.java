package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.internal.snapshot.ForecastSnapshot;
import dev.pctl.progress.internal.snapshot.OutlookSnapshot;
import dev.pctl.progress.view.ForecastView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is expected of the rest of the run; what is expected of single packages is with them. */
final class ForecastBoard {

    private final Map<String, ForecastFact.DiskOutlook> diskOutlooks = new LinkedHashMap<>();
    private OutlookSnapshot outlook = OutlookSnapshot.NONE;
    private @Nullable Forecast remaining;
    private @Nullable Instant remainingAt;
    private ForecastFact.@Nullable DiskNeed diskNeed;
    private @Nullable Instant diskNeedAt;
    private boolean closed;

    /**
     * Folds a fact.
     *
     * @return whether the forecast of the remaining time changed
     */
    boolean fold(ForecastFact fact, Instant time) {
        outlook = outlook.with(fact);
        if (closed) {
            return false;
        }
        if (fact instanceof ForecastFact.DiskOutlook f) {
            diskOutlooks.put(f.path(), f);
        } else if (fact instanceof ForecastFact.DiskNeed f && !isOlder(time, diskNeedAt)) {
            diskNeed = f;
            diskNeedAt = time;
        } else if (fact instanceof ForecastFact.RunRemaining f && !isOlder(time, remainingAt)) {
            remaining = f.remaining();
            remainingAt = time;
            return true;
        }
        return false;
    }

    private static boolean isOlder(Instant time, @Nullable Instant newest) {
        return newest != null && newest.isAfter(time);
    }

    /** The run has ended: nothing remains. */
    void close() {
        closed = true;
        remaining = null;
        remainingAt = null;
        diskNeed = null;
        diskNeedAt = null;
        diskOutlooks.clear();
    }

    /** A worker began its part of the run after all others had ended. */
    void reopen() {
        closed = false;
    }

    ForecastView view() {
        return new ForecastSnapshot(
                remaining, remainingAt, outlook, List.copyOf(diskOutlooks.values()), diskNeed, diskNeedAt);
    }
}
