package dev.pctl.progress.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An earlier run that succeeded.
 *
 * @param title what it built
 * @param ended when it ended
 * @param took how long it took
 */
public record PreviousRun(String title, Instant ended, Duration took) {
    /** Checks the arguments. */
    public PreviousRun {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(took, "took");
    }
}
