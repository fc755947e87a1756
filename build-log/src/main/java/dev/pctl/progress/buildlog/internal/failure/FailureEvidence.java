package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a log that an installer printed about one failure.
 *
 * @param pkg the package that failed, or null
 * @param header the installer's own line about it; may be empty
 * @param details the lines below it
 * @param before the lines printed just before it
 * @param excerpt the part of the build log that the installer shows
 * @param warningsOnly whether the excerpt marks warnings because there are no errors
 * @param log the package's build log, or null
 * @param testLog the log of its tests, or null
 */
public record FailureEvidence(
        @Nullable Tracked pkg,
        String header,
        List<String> details,
        List<String> before,
        List<LogExcerpt.Line> excerpt,
        boolean warningsOnly,
        @Nullable String log,
        @Nullable String testLog) {

    public FailureEvidence {
        details = List.copyOf(details);
        before = List.copyOf(before);
        excerpt = List.copyOf(excerpt);
    }
}
