package dev.pctl.progress.web.internal.model;

import java.io.IOException;
import java.util.Arrays;

/**
 * The readings of one curve since the run began. When it is full, every second reading is dropped, so that a run of any
 * length fits. Each reading knows the version with which it was published.
 */
final class Series {

    /** Readings kept for each curve: more than a curve on a wide screen has pixels for. */
    private static final int CAPACITY = 720;

    private final long[] times = new long[CAPACITY];
    private final double[] values = new double[CAPACITY];
    private final long[] versions = new long[CAPACITY];
    private int size;
    private long last;

    /** Milliseconds between readings that are kept. Doubles when readings are dropped. */
    private long spacing;

    /**
     * Adds a reading.
     *
     * @return whether it is new and was kept
     */
    boolean add(long time, double value, long version) {
        if (size > 0 && time < last + Math.max(1, spacing)) {
            return false;
        }
        if (size == CAPACITY) {
            thinOut(version);
        }
        times[size] = time;
        values[size] = value;
        versions[size] = version;
        size++;
        last = time;
        return true;
    }

    private void thinOut(long version) {
        spacing = Math.max(1, (times[size - 1] - times[0]) / size) * 2;
        for (int i = 0; i < size / 2; i++) {
            times[i] = times[2 * i + 1];
            values[i] = Math.max(values[2 * i], values[2 * i + 1]);
        }
        size /= 2;
        Arrays.fill(versions, 0, size, version);
    }

    /** Returns whether there are readings that a page with that version does not have. */
    boolean isNewerThan(long version) {
        return size > 0 && versions[size - 1] > version;
    }

    /** Writes the readings that a page with that version does not have. */
    void writeSince(long version, Json json) throws IOException {
        int first = 0;
        while (first < size && versions[first] <= version) {
            first++;
        }
        boolean all = first == 0;
        int from = first;
        json.value(f -> f.field("all", all).numbers("t", times, from, size).numbers("v", values, from, size));
    }
}
