package dev.pctl.progress;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import org.jspecify.annotations.Nullable;

/** A phase that is going on. Closing it ends it as succeeded, unless it was ended before. Thread-safe. */
public final class PhaseProgress implements AutoCloseable {

    private static final int ONLY_ATTEMPT = 1;

    private final Progress progress;
    private final PackageRef pkg;
    private final String name;

    PhaseProgress(Progress progress, PackageRef pkg, String name) {
        this.progress = progress;
        this.pkg = pkg;
        this.name = name;
        progress.record(new PhaseFact.Started(pkg, ONLY_ATTEMPT, name));
    }

    /**
     * Says how many steps are done.
     *
     * @param done steps done; a smaller number than before is ignored
     * @param total how many there are, or null if that is not known
     * @param item what is being worked on, or null
     */
    public void steps(long done, @Nullable Long total, @Nullable String item) {
        progress.record(new PhaseFact.Steps(pkg, ONLY_ATTEMPT, name, done, total, total != null, item));
    }

    /** Ends the phase. The first end counts. */
    public void finish(Outcome outcome) {
        progress.record(new PhaseFact.Finished(pkg, ONLY_ATTEMPT, name, outcome));
    }

    @Override
    public void close() {
        finish(Outcome.SUCCEEDED);
    }
}
