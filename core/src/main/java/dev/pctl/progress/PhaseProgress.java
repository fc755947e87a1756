package dev.pctl.progress;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.spi.LogSource;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A phase of a package that has started. It ends with {@link #succeed} or {@link #finish}, as succeeded when the next
 * phase of the package starts, or with its package; a phase that is closed before is unfinished. Thread-safe.
 */
public final class PhaseProgress implements AutoCloseable {

    private final RunCore core;
    private final LogFeeds feeds;
    private final PackageRef ref;
    private final int attempt;
    private final String name;
    private final AtomicBoolean ended = new AtomicBoolean();

    PhaseProgress(RunCore core, LogFeeds feeds, PackageRef ref, int attempt, String name) {
        this.core = core;
        this.feeds = feeds;
        this.ref = ref;
        this.attempt = attempt;
        this.name = name;
        core.record(new PhaseFact.Started(ref, attempt, name));
    }

    /**
     * Reports how many steps are done.
     *
     * @param done steps done; a smaller number than before is ignored
     * @param total how many there are, at least {@code done}, or null if that is not known
     * @param item what is being worked on, or null
     */
    public void steps(long done, @Nullable Long total, @Nullable String item) {
        if (done < 0) {
            throw new IllegalArgumentException("done must not be negative: " + done);
        }
        if (total != null && total < done) {
            throw new IllegalArgumentException("total must be at least done, which is " + done + ": " + total);
        }
        core.record(new PhaseFact.Steps(ref, attempt, name, done, total, total != null, item));
    }

    /**
     * Reads a log that belongs to this phase to its end, in the calling thread, and closes it. Its output, its steps and
     * the reason of a failure are those of the package in this phase; the log ends neither of them. To stop earlier, close
     * the source from another thread.
     *
     * @return how the log itself says that it ended, or null; {@link Outcome#FAILED} if it shows why something failed
     * @throws IOException if it cannot be read; what was read before is kept
     * @throws IllegalStateException if no parser was given or the run is closed
     */
    public @Nullable Outcome follow(LogSource log) throws IOException {
        return LogFeeds.follow(feed(), log);
    }

    /**
     * Opens a feed for a log that belongs to this phase, whose bytes the host pushes as it gets them.
     *
     * @throws IllegalStateException if no parser was given or the run is closed
     */
    public LogFeed feed() {
        return feeds.open(ref, attempt, name);
    }

    /** Ends the phase as succeeded. Only the first end counts. */
    public void succeed() {
        finish(Outcome.SUCCEEDED);
    }

    /** Ends the phase. Only the first end counts. */
    public void finish(Outcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        if (ended.compareAndSet(false, true)) {
            core.record(new PhaseFact.Finished(ref, attempt, name, outcome));
        }
    }

    /**
     * Ends the phase as failed and says why, which becomes the reason of its package's failure. Only the first end
     * counts.
     *
     * @param outcome {@link Outcome#FAILED}; no other outcome has a reason
     * @param reason why, in one line for people
     */
    public void finish(Outcome outcome, String reason) {
        ReportedFailures.check(outcome, reason);
        if (ended.compareAndSet(false, true)) {
            ReportedFailures.record(core, ref, attempt, name, reason);
            core.record(new PhaseFact.Finished(ref, attempt, name, outcome));
        }
    }

    /** Ends the phase as unfinished, unless it has ended. */
    @Override
    public void close() {
        finish(Outcome.UNFINISHED);
    }

    String name() {
        return name;
    }

    boolean isOpen() {
        return !ended.get();
    }
}
