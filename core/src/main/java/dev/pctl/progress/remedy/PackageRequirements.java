package dev.pctl.progress.remedy;

import dev.pctl.progress.event.PackageRef;
import org.jspecify.annotations.Nullable;

/** What packages have needed before, as far as somebody remembers: a history, a table, the host. Thread-safe. */
@FunctionalInterface
public interface PackageRequirements {

    /** Nobody remembers anything. */
    PackageRequirements UNKNOWN = pkg -> null;

    /**
     * How much disk space building the package has taken at its peak, in bytes.
     *
     * @return null if that is not known
     */
    @Nullable
    Long diskBytes(PackageRef pkg);
}
