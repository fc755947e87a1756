package dev.pctl.progress.machine.watchdog;

import java.time.Duration;

/**
 * What is slow. Immutable; {@code with…} methods make another one.
 *
 * @param slow what a build from source is forecast to take at least to be announced
 * @param minded how long a package must have taken for anybody to mind that it takes longer than usual
 */
public record PaceThresholds(Duration slow, Duration minded) {

    /** What holds unless a host wants it otherwise: 10 minutes, 2 minutes. */
    public static final PaceThresholds STANDARD = new PaceThresholds(Duration.ofMinutes(10), Duration.ofMinutes(2));

    /** The same, announcing what takes that long. */
    public PaceThresholds withSlow(Duration atLeast) {
        return new PaceThresholds(atLeast, minded);
    }

    /** The same, minding what has taken that long. */
    public PaceThresholds withMinded(Duration atLeast) {
        return new PaceThresholds(slow, atLeast);
    }
}
