package dev.pctl.progress.watch;

/**
 * When memory is short. Immutable; {@code with…} methods make another one.
 *
 * @param low the share that is available, from 0 to 1, below which there is a warning if it lasts
 * @param veryLow the share below which it is urgent at once
 * @param clearly by how much more must be available again before that is taken back
 * @param gigabytesPerJob what one compiler takes, for as long as nothing is known of those that run
 */
public record MemoryLimits(double low, double veryLow, double clearly, double gigabytesPerJob) {

    /** What holds unless a host wants it otherwise: 10 and 5 percent, back by 3 percent, 1.5 GB for each compiler. */
    public static final MemoryLimits STANDARD = new MemoryLimits(0.10, 0.05, 0.03, 1.5);

    /** The same with other shares. */
    public MemoryLimits withShares(double newLow, double newVeryLow) {
        return new MemoryLimits(newLow, newVeryLow, clearly, gigabytesPerJob);
    }

    /** The same with another size of compilers. */
    public MemoryLimits withGigabytesPerJob(double size) {
        return new MemoryLimits(low, veryLow, clearly, size);
    }
}
