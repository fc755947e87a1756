package dev.pctl.progress.machine.watchdog;

import dev.pctl.progress.machine.internal.watchdog.DiskTrend;
import java.time.Duration;

/**
 * When a file system is too full. Immutable; {@code with…} methods make another one.
 *
 * @param high the share in use, from 0 to 1, from which on there is a warning
 * @param full the share from which on it is urgent
 * @param clearly by how much the share must be lower again before that is taken back
 * @param lookBack how much of the past tells how it fills, at least three minutes
 * @param lookAhead how long it must last while nobody knows when the run ends
 */
public record DiskThresholds(double high, double full, double clearly, Duration lookBack, Duration lookAhead) {

    /** What holds unless a host wants it otherwise: 80 and 90 percent, back by 3 percent, 15 minutes back and ahead. */
    public static final DiskThresholds STANDARD =
            new DiskThresholds(0.80, 0.90, 0.03, DiskTrend.DEFAULT_WINDOW, DiskTrend.DEFAULT_WINDOW);

    public DiskThresholds {
        if (!(0 < high && high <= full && full <= 1)) {
            throw new IllegalArgumentException("want 0 < high <= full <= 1: " + high + ", " + full);
        }
    }

    /** The same with other shares. */
    public DiskThresholds withShares(double newHigh, double newFull) {
        return new DiskThresholds(newHigh, newFull, clearly, lookBack, lookAhead);
    }

    /** The same with other times to look back and ahead. */
    public DiskThresholds withTimes(Duration back, Duration ahead) {
        return new DiskThresholds(high, full, clearly, back, ahead);
    }
}
