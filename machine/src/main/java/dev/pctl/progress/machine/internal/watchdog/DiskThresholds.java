package dev.pctl.progress.machine.internal.watchdog;

import java.time.Duration;

/**
 * When a file system is too full.
 *
 * @param warnAt the share in use, from 0 to 1, from which on there is a warning
 * @param urgentAt the share from which on it is urgent
 * @param hysteresis by how much the share must be lower again before a level is left
 * @param lookBack how much of the past the growth is computed from, at least three minutes
 * @param lookAhead how long the space must last while the end of the run is not forecast
 */
public record DiskThresholds(double warnAt, double urgentAt, double hysteresis, Duration lookBack, Duration lookAhead) {

    public DiskThresholds {
        if (!(0 < warnAt && warnAt <= urgentAt && urgentAt <= 1)) {
            throw new IllegalArgumentException(
                    "must be 0 < warnAt <= urgentAt <= 1: warnAt is " + warnAt + ", urgentAt is " + urgentAt);
        }
        if (!(hysteresis >= 0 && hysteresis < warnAt)) {
            throw new IllegalArgumentException("hysteresis must be at least 0 and less than warnAt: " + hysteresis);
        }
    }
}
