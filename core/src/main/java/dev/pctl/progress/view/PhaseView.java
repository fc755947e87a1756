package dev.pctl.progress.view;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A phase of a package.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface PhaseView {

    /** Returns the phase's name as the installer calls it. */
    String name();

    /** Returns when the phase began, or null if its beginning was not seen. */
    @Nullable
    Instant started();

    /** Returns when the phase ended, or null while it is active. */
    @Nullable
    Instant finished();

    /** Returns how the phase ended, or null while it is active. */
    @Nullable
    Outcome outcome();

    /** Returns the time that the log itself states for the phase, or null. */
    @Nullable
    Duration stated();

    /** Returns the steps counted in the phase, or null if there were none. */
    @Nullable
    Steps steps();

    /** Returns whether the phase is active. */
    default boolean active() {
        return outcome() == null;
    }

    /** Returns how long the phase took, or has taken so far; null if its beginning was not seen. */
    default @Nullable Duration elapsed(Instant now) {
        Duration stated = stated();
        return stated != null ? stated : TimeSpans.between(started(), finished(), now);
    }

    /** Steps of a phase, such as files compiled. */
    interface Steps {

        /** Returns how many steps are done; never decreases within a phase. */
        long done();

        /** Returns how many steps there are, or null if that is not known. */
        @Nullable
        Long total();

        /** Returns whether the tool stated the total; otherwise it is an estimate. */
        boolean totalStated();

        /** Returns the item that is worked on, such as a file name, or null. */
        @Nullable
        String item();

        /** Returns the share of the steps that is done, from 0 to 1, or null if the total is not known. */
        default @Nullable Double fraction() {
            Long total = total();
            return total == null || total <= 0 ? null : Math.min(1.0, (double) done() / total);
        }
    }
}
