package dev.pctl.progress.event;

/**
 * An amount of bytes as an interval: with a chance of eight in ten the truth lies between low and high.
 *
 * @param low one in ten is less
 * @param likely as many are less as more
 * @param high one in ten is more
 */
public record ByteInterval(long low, long likely, long high) {

    public ByteInterval {
        if (low < 0 || likely < low || high < likely) {
            throw new IllegalArgumentException("want 0 <= low <= likely <= high: " + low + ", " + likely + ", " + high);
        }
    }

    /** Returns the interval moved up by a number of bytes. */
    public ByteInterval plus(long bytes) {
        return new ByteInterval(low + bytes, likely + bytes, high + bytes);
    }
}
