package dev.pctl.progress.view;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A phase of a package.
 *
 * @param started when it began, or null if that was not seen
 * @param finished when it ended, or null while it runs
 * @param outcome how it ended, or null while it runs
 * @param stated the time that the log itself states for it, or null
 * @param steps the steps counted in it, or null if there were none
 */
public record PhaseView(
        String name,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable Duration stated,
        @Nullable Steps steps) {

    /**
     * Steps of a phase.
     *
     * @param done how many are done; never goes back within a phase
     * @param total how many there are, or null if nobody said
     * @param totalStated whether the tool stated the total
     * @param item what is being worked on, or null
     */
    public record Steps(
            long done,
            @Nullable Long total,
            boolean totalStated,
            @Nullable String item) {

        /** Share of the steps that is done, from 0 to 1, or null if the total is not known. */
        public @Nullable Double fraction() {
            return total == null || total <= 0 ? null : Math.min(1.0, (double) done / total);
        }
    }

    /** Whether it is going on. */
    public boolean active() {
        return outcome == null;
    }

    /** How long it took, or has taken so far; null if its beginning was not seen. */
    public @Nullable Duration elapsed(Instant now) {
        return stated != null ? stated : TimeSpans.between(started, finished, now);
    }
}
