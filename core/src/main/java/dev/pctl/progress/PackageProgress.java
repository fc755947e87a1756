package dev.pctl.progress;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.view.PackageView;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A package whose installation has started. It ends with {@link #succeed} or {@link #finish}; a package that is closed
 * before is unfinished, so that an exception in a try-with-resources block does not look like success. Thread-safe.
 */
public final class PackageProgress implements AutoCloseable {

    private final RunCore core;
    private final LogFeeds feeds;
    private final PackageRef ref;
    private final int attempt;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable PhaseProgress phase;

    private PackageProgress(RunCore core, LogFeeds feeds, PackageRef ref, int attempt) {
        this.core = core;
        this.feeds = feeds;
        this.ref = ref;
        this.attempt = attempt;
    }

    static PackageProgress start(
            RunCore core, LogFeeds feeds, PackageRef ref, @Nullable Integer index, @Nullable Integer total) {
        core.requireOpen();
        int attempt = attempt(core.view().packageOf(ref.id()));
        core.record(new PackageFact.Started(ref, attempt, index, total));
        return new PackageProgress(core, feeds, ref, attempt);
    }

    private static int attempt(@Nullable PackageView known) {
        if (known == null) {
            return 1;
        }
        return Math.max(1, known.outcome() == null ? known.attempt() : known.attempt() + 1);
    }

    /** Reports how the package is installed. A package without a method counts as built from source. */
    public PackageProgress method(InstallMethod method) {
        core.record(new PackageFact.MethodKnown(ref, attempt, Objects.requireNonNull(method, "method")));
        return this;
    }

    /**
     * Starts a phase; the one before it thereby succeeds, unless it has ended.
     *
     * @throws IllegalStateException if the run is closed
     */
    public PhaseProgress startPhase(String name) {
        Arguments.notBlank(name, "name");
        core.requireOpen();
        PhaseProgress started = new PhaseProgress(core, feeds, ref, attempt, name);
        phase = started;
        return started;
    }

    /** Ends the package as succeeded. Only the first end counts. */
    public void succeed() {
        finish(Outcome.SUCCEEDED);
    }

    /** Ends the package. Only the first end counts. */
    public void finish(Outcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        if (ended.compareAndSet(false, true)) {
            recordEnd(outcome);
        }
    }

    /**
     * Ends the package as failed and says why. The reason becomes a {@linkplain Diagnosis diagnosis} of kind {@value
     * Remedies#REPORTED}, for which a host may give its own {@linkplain Remedies#with remedies}. A reason that the
     * package's log has already given is kept instead. Only the first end counts.
     *
     * @param outcome {@link Outcome#FAILED}; no other outcome has a reason
     * @param reason why, in one line for people
     */
    public void finish(Outcome outcome, String reason) {
        ReportedFailures.check(outcome, reason);
        if (ended.compareAndSet(false, true)) {
            PhaseProgress last = phase;
            String open = last != null && last.isOpen() ? last.name() : null;
            ReportedFailures.record(core, ref, attempt, open, reason);
            recordEnd(outcome);
        }
    }

    private void recordEnd(Outcome outcome) {
        core.record(PackageFact.Finished.builder(ref, outcome).attempt(attempt).build());
    }

    /** Ends the package as unfinished, unless it has ended. */
    @Override
    public void close() {
        finish(Outcome.UNFINISHED);
    }
}
