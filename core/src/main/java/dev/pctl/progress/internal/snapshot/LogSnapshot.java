package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.view.LogView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link LogView}. */
public record LogSnapshot(@Nullable String dialect, List<String> output, long gaps) implements LogView {

    /** Makes the list unmodifiable. */
    public LogSnapshot {
        output = List.copyOf(output);
    }
}
