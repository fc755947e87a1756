package dev.pctl.progress.internal.state;

import org.jspecify.annotations.Nullable;

/** A name as one worker uses it: two workers may each have a package, root or log of the same name. */
record WorkerKey(String worker, String name) {

    /** Compares both names. Written out, since keys are compared for every block of output. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkerKey that && worker.equals(that.worker) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * worker.hashCode() + name.hashCode();
    }
}
