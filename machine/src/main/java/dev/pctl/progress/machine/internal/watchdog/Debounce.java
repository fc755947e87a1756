package dev.pctl.progress.machine.internal.watchdog;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Debounces a condition: it counts once it has held for a while, and until it has not held for a while. */
public final class Debounce {

    private final Duration toBegin;
    private final Duration toEnd;
    private boolean counts;
    private @Nullable Instant changingSince;

    public Debounce(Duration toBegin, Duration toEnd) {
        this.toBegin = toBegin;
        this.toEnd = toEnd;
    }

    public boolean counts() {
        return counts;
    }

    /** Takes whether the condition holds now, and returns whether it counts. */
    public boolean update(boolean holds, Instant now) {
        if (holds == counts) {
            changingSince = null;
            return counts;
        }
        Instant since = changingSince == null ? now : changingSince;
        changingSince = since;
        if (Duration.between(since, now).compareTo(holds ? toBegin : toEnd) >= 0) {
            counts = holds;
            changingSince = null;
        }
        return counts;
    }
}
