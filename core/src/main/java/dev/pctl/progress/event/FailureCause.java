package dev.pctl.progress.event;

import org.jspecify.annotations.Nullable;

/** Classes of causes of a failure. */
public enum FailureCause {
    CONCRETIZATION,
    FETCH,
    CHECKSUM,
    PATCH,
    CONFIGURE,
    COMPILE,
    LINK,
    INSTALL,
    TEST,
    DISK_FULL,
    MEMORY,
    KILLED,
    PERMISSION,
    TIMEOUT,
    LOCK,
    INTERRUPTED,
    DEPENDENCY,
    /** The machine or the shell is not set up: a command, a compiler, a licence or a system library is missing. */
    ENVIRONMENT,
    /** The package's recipe, or a hook that runs after it, raised an exception. */
    RECIPE,
    UNKNOWN;

    /** Whether the machine or its surroundings are at fault rather than the software that is built. */
    public boolean system() {
        return switch (this) {
            case FETCH, DISK_FULL, MEMORY, KILLED, PERMISSION, TIMEOUT, LOCK, INTERRUPTED, ENVIRONMENT -> true;
            default -> false;
        };
    }

    /** Returns whether a retry usually makes sense after such a failure, or null if that is not known. */
    public @Nullable RetryAdvice retry() {
        return switch (this) {
            case FETCH, KILLED, TIMEOUT, LOCK, INTERRUPTED -> RetryAdvice.YES;
            case CHECKSUM, DISK_FULL, MEMORY, PERMISSION, DEPENDENCY, ENVIRONMENT -> RetryAdvice.AFTER_FIX;
            case CONCRETIZATION, PATCH, CONFIGURE, COMPILE, LINK, INSTALL, TEST, RECIPE -> RetryAdvice.NO;
            case UNKNOWN -> null;
        };
    }
}
