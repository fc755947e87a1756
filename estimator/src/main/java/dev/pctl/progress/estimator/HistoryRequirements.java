package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.internal.run.DiskNeedEstimator;
import dev.pctl.progress.estimator.internal.run.RunArchive;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.remedy.PackageRequirements;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds in a history what packages needed, for the text of remedies:
 *
 * <pre>{@code Remedies.standard().knowing(HistoryRequirements.of(history))}</pre>
 *
 * <p>It uses the newest successful build that was measured, preferably of the same version. It asks the history each
 * time; if the history cannot be read, nothing is known. Thread-safe.
 */
public final class HistoryRequirements implements PackageRequirements {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRequirements.class);

    private final BuildHistory history;

    private HistoryRequirements(BuildHistory history) {
        this.history = history;
    }

    /** Returns the requirements that a history shows. */
    public static HistoryRequirements of(BuildHistory history) {
        return new HistoryRequirements(Objects.requireNonNull(history, "history"));
    }

    @Override
    public @Nullable Long diskBytes(PackageRef pkg) {
        try {
            return DiskNeedEstimator.peak(pkg, new RunArchive(history.of(pkg.name())));
        } catch (UncheckedIOException e) {
            LOG.warn("cannot find what {} needed before: {}", pkg.name(), e.getMessage());
            return null;
        }
    }
}
