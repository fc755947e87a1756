package dev.pctl.progress.machine.internal.reading;

import org.jspecify.annotations.Nullable;

/**
 * Running totals of a machine; null where nothing was read. Only differences of totals are meaningful.
 *
 * @param cpu of all cores together
 * @param network received and sent, in bytes
 * @param disk read and written, in bytes
 * @param processSeconds processor time that the build's processes used
 */
public record RunningTotals(
        @Nullable CpuTime cpu,
        @Nullable Transfer network,
        @Nullable Transfer disk,
        @Nullable Double processSeconds) {

    /** In any unit. */
    public record CpuTime(long busy, long total) {}

    /** Bytes in one direction and the other. */
    record Transfer(long in, long out) {
        Transfer plus(long moreIn, long moreOut) {
            return new Transfer(in + moreIn, out + moreOut);
        }
    }
}
