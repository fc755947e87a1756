package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.RootView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link RootView}. */
public record RootSnapshot(
        String worker,
        String spec,
        @Nullable Integer index,
        @Nullable Integer total,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable Integer dependencies)
        implements RootView {}
