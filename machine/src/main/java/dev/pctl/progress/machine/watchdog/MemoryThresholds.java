package dev.pctl.progress.machine.watchdog;

/**
 * When memory is short. Immutable; {@code with…} methods make another one.
 *
 * @param low the share that is available, from 0 to 1, below which there is a warning if it lasts
 * @param veryLow the share below which it is urgent at once
 * @param clearly by how much more must be available again before that is taken back
 * @param gigabytesPerJob what one compiler takes, for as long as nothing is known of those that run
 */
public record MemoryThresholds(double low, double veryLow, double clearly, double gigabytesPerJob) {

    /** What holds unless a host wants it otherwise: 10 and 5 percent, back by 3 percent, 1.5 GB for each compiler. */
    public static final MemoryThresholds STANDARD = new MemoryThresholds(0.10, 0.05, 0.03, 1.5);

    /** The same with other shares. */
    public MemoryThresholds withShares(double newLow, double newVeryLow) {
        return new MemoryThresholds(newLow, newVeryLow, clearly, gigabytesPerJob);
    }

    /** The same with another size of compilers. */
    public MemoryThresholds withGigabytesPerJob(double size) {
        return new MemoryThresholds(low, veryLow, clearly, size);
    }
}
