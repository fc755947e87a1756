package dev.pctl.progress.estimator.internal.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The disk space that packages typically need when they are built from source, for builds without a history. */
public final class TypicalDiskNeeds {

    private static final String TABLE = "typical-disk.txt";

    /** The bytes for each second of the typical build time, where the table lacks a package. */
    private static final double BYTES_PER_SECOND = 3L << 20;

    private static final double LEFT_OF_PEAK = 0.25;

    private static final class Shipped {
        static final TypicalDiskNeeds TABLE_OF_LIBRARY = new TypicalDiskNeeds(ReferenceDurations.shipped());
    }

    private final ReferenceDurations durations;
    private final Map<String, Need> known = new HashMap<>();

    /**
     * What a package needs.
     *
     * @param peakBytes the largest growth of the used disk space while it is built
     * @param leftBytes what it leaves when it is installed
     */
    public record Need(double peakBytes, double leftBytes) {}

    private TypicalDiskNeeds(ReferenceDurations durations) {
        this.durations = durations;
        ReferenceDurations.read(
                TABLE, words -> known.put(words[0], new Need(megabytes(words[1]), megabytes(words[2]))));
    }

    /** Returns the needs that ship with the library. */
    public static TypicalDiskNeeds shipped() {
        return Shipped.TABLE_OF_LIBRARY;
    }

    private static double megabytes(String number) {
        return Double.parseDouble(number) * (1 << 20);
    }

    /** Returns the typical need of a package; null if nothing is known about it. */
    public @Nullable Need of(String name) {
        Need need = known.get(ReferenceDurations.canonicalName(name));
        if (need != null) {
            return need;
        }
        Double measured = durations.measured(name, null);
        Double logSeconds = measured == null ? durations.expected(name) : measured;
        if (logSeconds == null) {
            return null;
        }
        double peak = Math.exp(logSeconds) * BYTES_PER_SECOND;
        return new Need(peak, peak * LEFT_OF_PEAK);
    }
}
