package dev.pctl.progress.view;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A package that the user asked for, as the host announced it.
 *
 * @param spec what the user asked for
 * @param index its place among the roots, from 1, or null
 * @param total how many roots there are, or null
 * @param outcome how it ended, or null while it is worked on
 * @param dependencies how many packages it needs as the host told, or null if it did not
 */
public record RootView(
        String spec,
        @Nullable Integer index,
        @Nullable Integer total,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable Integer dependencies) {

    /** How long it took, or has taken so far; null if its beginning was not seen. */
    public @Nullable Duration elapsed(Instant now) {
        return TimeSpans.between(started, finished, now);
    }
}
