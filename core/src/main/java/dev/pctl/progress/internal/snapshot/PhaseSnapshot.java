package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.PhaseView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link PhaseView}. */
public record PhaseSnapshot(
        String name,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable Duration stated,
        PhaseView.@Nullable Steps steps)
        implements PhaseView {

    /** A {@link PhaseView.Steps}. */
    public record Steps(
            long done,
            @Nullable Long total,
            boolean totalStated,
            @Nullable String item)
            implements PhaseView.Steps {}
}
