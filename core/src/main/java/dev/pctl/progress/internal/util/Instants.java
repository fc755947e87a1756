package dev.pctl.progress.internal.util;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Comparisons of times of which one may not be known. */
public final class Instants {

    private Instants() {}

    public static Instant earlier(@Nullable Instant known, Instant time) {
        return known == null || time.isBefore(known) ? time : known;
    }
}
