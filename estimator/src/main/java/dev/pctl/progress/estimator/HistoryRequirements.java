package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.internal.run.DiskNeedEstimator;
import dev.pctl.progress.estimator.internal.run.RunArchive;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.remedy.PackageRequirements;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers from a history what packages needed, so that remedies can say it:
 *
 * <pre>{@code Remedies.standard().knowing(HistoryRequirements.of(history))}</pre>
 *
 * <p>Of a package counts the newest build that succeeded and was measured, of the same version if there is one. It asks
 * the history each time; of one that cannot be read nothing is known. Thread-safe.
 */
public final class HistoryRequirements implements PackageRequirements {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRequirements.class);

    private final BuildHistory history;

    private HistoryRequirements(BuildHistory history) {
        this.history = history;
    }

    /** What that history remembers. */
    public static HistoryRequirements of(BuildHistory history) {
        return new HistoryRequirements(history);
    }

    @Override
    public @Nullable Long diskBytes(PackageRef pkg) {
        try {
            return DiskNeedEstimator.peak(pkg, new RunArchive(history.of(pkg.name())));
        } catch (UncheckedIOException e) {
            LOG.warn("what {} needed before is not known: {}", pkg.name(), e.getMessage());
            return null;
        }
    }
}
