package dev.pctl.progress.view;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a run.
 *
 * @param id its id
 * @param title for people
 * @param index its place among the stages, from 1, or null
 * @param total how many stages there are, or null
 * @param outcome how it ended, or null while it goes on
 */
public record StageView(
        String id,
        String title,
        @Nullable Integer index,
        @Nullable Integer total,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome) {

    /** How long it took, or has taken so far; null if its beginning was not seen. */
    public @Nullable Duration elapsed(Instant now) {
        return TimeSpans.between(started, finished, now);
    }
}
