package dev.pctl.progress.internal.util;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Comparisons of times of which one may not be known. */
public final class Instants {

    private Instants() {}

    /** Returns the earlier of both, or the second if the first is not known. */
    public static Instant earlier(@Nullable Instant known, Instant time) {
        return known == null || time.isBefore(known) ? time : known;
    }

    /** Returns the later of both, or the second if the first is not known. */
    public static Instant later(@Nullable Instant known, Instant time) {
        return known == null || time.isAfter(known) ? time : known;
    }
}
