package dev.pctl.progress.internal.util;

import java.util.Locale;

/** Amounts of bytes for people, in units of 2^30 bytes, which the library's texts call GB. */
public final class ByteSizes {

    /** The bytes of one GB. */
    public static final long GB = 1L << 30;

    private ByteSizes() {}

    /** Returns the amount in GB. */
    public static double gigabytes(double bytes) {
        return bytes / GB;
    }

    /** Returns the amount in GB. */
    public static double gigabytes(long bytes) {
        return gigabytes((double) bytes);
    }

    /** Returns the amount in GB with one decimal place, or three if it is very small, without the unit. */
    public static String inGigabytes(long bytes) {
        boolean tiny = bytes > 0 && bytes < GB / 20;
        return String.format(Locale.ROOT, tiny ? "%.3f" : "%.1f", gigabytes(bytes));
    }
}
