package dev.pctl.progress;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import org.jspecify.annotations.Nullable;

/** A package that is being installed. Closing it ends it as succeeded, unless it was ended before. Thread-safe. */
public final class PackageProgress implements AutoCloseable {

    private static final int ONLY_ATTEMPT = 1;

    private final Progress progress;
    private final PackageRef ref;

    PackageProgress(Progress progress, PackageRef ref, @Nullable Integer index, @Nullable Integer total) {
        this.progress = progress;
        this.ref = ref;
        progress.record(new PackageFact.Started(ref, ONLY_ATTEMPT, index, total));
    }

    /** Says how it is installed. */
    public PackageProgress method(InstallMethod method) {
        progress.record(new PackageFact.MethodKnown(ref, ONLY_ATTEMPT, method));
        return this;
    }

    /** Begins a phase; the one before it is thereby over. */
    public PhaseProgress phase(String name) {
        return new PhaseProgress(progress, ref, name);
    }

    /** Ends the package. The first end counts. */
    public void finish(Outcome outcome) {
        progress.record(PackageFact.finished(ref, outcome));
    }

    @Override
    public void close() {
        finish(Outcome.SUCCEEDED);
    }
}
