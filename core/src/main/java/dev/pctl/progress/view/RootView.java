package dev.pctl.progress.view;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A package that the user requested, as the host announced it.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface RootView {

    /** Returns the machine or process that works on the root; {@code main} where there is only one. */
    String worker();

    /** Returns the spec that the user requested. */
    String spec();

    /** Returns its place among the roots, from 1, or null. */
    @Nullable
    Integer index();

    /** Returns the number of roots, or null. */
    @Nullable
    Integer total();

    /** Returns when work on the root began, or null if its beginning was not seen. */
    @Nullable
    Instant started();

    /** Returns when work on the root ended, or null while it is active. */
    @Nullable
    Instant finished();

    /** Returns how work on the root ended, or null while it is active. */
    @Nullable
    Outcome outcome();

    /** Returns the number of packages that the root needs as the host reported it, or null. */
    @Nullable
    Integer dependencies();

    /** Returns how long the root took, or has taken so far; null if its beginning was not seen. */
    default @Nullable Duration elapsed(Instant now) {
        return Durations.between(started(), finished(), now);
    }
}
