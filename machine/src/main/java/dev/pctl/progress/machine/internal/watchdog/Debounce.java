package dev.pctl.progress.machine.internal.watchdog;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A condition that counts only once it has held for a while, and counts on until it has not held for a while. */
public final class Debounce {

    private final Duration toBegin;
    private final Duration toEnd;
    private boolean counts;
    private @Nullable Instant otherwiseSince;

    public Debounce(Duration toBegin, Duration toEnd) {
        this.toBegin = toBegin;
        this.toEnd = toEnd;
    }

    public boolean counts() {
        return counts;
    }

    /** Whether it counts, now that it holds or does not. */
    public boolean update(boolean holds, Instant now) {
        if (holds == counts) {
            otherwiseSince = null;
            return counts;
        }
        Instant since = otherwiseSince == null ? now : otherwiseSince;
        otherwiseSince = since;
        if (Duration.between(since, now).compareTo(holds ? toBegin : toEnd) >= 0) {
            counts = holds;
            otherwiseSince = null;
        }
        return counts;
    }
}
