package dev.pctl.progress.machine.internal.watchdog;

/**
 * When memory is short.
 *
 * @param warnBelow the available share, from 0 to 1, below which there is a warning if it lasts
 * @param urgentBelow the available share below which it is urgent at once
 * @param hysteresis by how much more must be available again before a level is left
 * @param gigabytesPerJob what one compiler takes, as long as nothing is known of those that run
 */
public record MemoryThresholds(double warnBelow, double urgentBelow, double hysteresis, double gigabytesPerJob) {

    public MemoryThresholds {
        if (!(0 <= urgentBelow && urgentBelow <= warnBelow && warnBelow <= 1)) {
            throw new IllegalArgumentException("must be 0 <= urgentBelow <= warnBelow <= 1: urgentBelow is "
                    + urgentBelow + ", warnBelow is " + warnBelow);
        }
    }
}
