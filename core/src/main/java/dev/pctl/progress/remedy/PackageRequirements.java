package dev.pctl.progress.remedy;

import dev.pctl.progress.event.PackageRef;
import org.jspecify.annotations.Nullable;

/** What packages needed in earlier builds, as known from a history, a table or the host. Thread-safe. */
@FunctionalInterface
public interface PackageRequirements {

    /** No package is known. */
    PackageRequirements UNKNOWN = pkg -> null;

    /**
     * Returns how much disk space building the package took at its peak.
     *
     * @return bytes, or null if that is not known
     */
    @Nullable
    Long diskBytes(PackageRef pkg);
}
