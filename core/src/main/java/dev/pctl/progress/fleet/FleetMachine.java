package dev.pctl.progress.fleet;

import dev.pctl.progress.view.MachineView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One worker of one run.
 *
 * @param run the id of the run
 * @param machine the worker, and the newest readings of its machine
 * @param clockOffset how far the worker's clock is ahead of the watcher's, negative if it is behind; zero if they differ
 *     by less than two seconds, or if it was not heard for long enough to know
 * @param silentSince the time of its newest event by its own clock if it is silent, else null
 * @since 0.1
 */
public record FleetMachine(
        String run,
        MachineView machine,
        Duration clockOffset,
        @Nullable Instant silentSince) {

    /** Checks the arguments. */
    public FleetMachine {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(clockOffset, "clockOffset");
    }
}
