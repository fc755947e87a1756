package dev.pctl.progress.watch;

import java.time.Duration;

/**
 * What is slow. Immutable; {@code with…} methods make another one.
 *
 * @param slow what a build from source is forecast to take at least to be announced
 * @param minded how long a package must have taken for anybody to mind that it takes longer than usual
 */
public record PaceLimits(Duration slow, Duration minded) {

    /** What holds unless a host wants it otherwise: 10 minutes, 2 minutes. */
    public static final PaceLimits STANDARD = new PaceLimits(Duration.ofMinutes(10), Duration.ofMinutes(2));

    /** The same, announcing what takes that long. */
    public PaceLimits withSlow(Duration atLeast) {
        return new PaceLimits(atLeast, minded);
    }

    /** The same, minding what has taken that long. */
    public PaceLimits withMinded(Duration atLeast) {
        return new PaceLimits(slow, atLeast);
    }
}
