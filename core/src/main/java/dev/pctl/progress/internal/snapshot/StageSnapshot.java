package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.StageView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link StageView}. */
public record StageSnapshot(
        String id,
        String title,
        @Nullable Integer index,
        @Nullable Integer total,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome)
        implements StageView {}
