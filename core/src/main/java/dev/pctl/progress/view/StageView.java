package dev.pctl.progress.view;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a run.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface StageView {

    /** Returns the stage's id, unique within the run. */
    String id();

    /** Returns the stage's title, for people. */
    String title();

    /** Returns its place among the stages, from 1, or null. */
    @Nullable
    Integer index();

    /** Returns the number of stages, or null. */
    @Nullable
    Integer total();

    /** Returns when the stage began, or null if its beginning was not seen. */
    @Nullable
    Instant started();

    /** Returns when the stage ended, or null while it is active. */
    @Nullable
    Instant finished();

    /** Returns how the stage ended, or null while it is active. */
    @Nullable
    Outcome outcome();

    /** Returns how long the stage took, or has taken so far; null if its beginning was not seen. */
    default @Nullable Duration elapsed(Instant now) {
        return TimeSpans.between(started(), finished(), now);
    }
}
