package dev.pctl.progress.event;

/** Classes of causes of a failure. */
public enum Cause {
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
    UNKNOWN;

    /** Whether the machine or its surroundings are at fault rather than the software that is built. */
    public boolean system() {
        return switch (this) {
            case FETCH, DISK_FULL, MEMORY, KILLED, PERMISSION, TIMEOUT, LOCK, INTERRUPTED -> true;
            default -> false;
        };
    }
}
