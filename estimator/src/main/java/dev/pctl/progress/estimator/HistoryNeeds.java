package dev.pctl.progress.estimator;

import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.failure.Needs;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers from a history what packages needed, so that remedies can say it:
 *
 * <pre>{@code Remedies.standard().knowing(HistoryNeeds.of(history))}</pre>
 *
 * <p>Of a package counts the newest build that succeeded and was measured, of the same version if there is one. It asks
 * the history each time; of one that cannot be read nothing is known. Thread-safe.
 */
public final class HistoryNeeds implements Needs {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryNeeds.class);

    private final History history;

    private HistoryNeeds(History history) {
        this.history = history;
    }

    /** What that history remembers. */
    public static HistoryNeeds of(History history) {
        return new HistoryNeeds(history);
    }

    @Override
    public @Nullable Long diskBytes(PackageRef pkg) {
        try {
            return DiskNeeds.peak(pkg, new PastRuns(history.of(pkg.name())));
        } catch (UncheckedIOException e) {
            LOG.warn("what {} needed before is not known: {}", pkg.name(), e.getMessage());
            return null;
        }
    }
}
