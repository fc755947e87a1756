package dev.pctl.progress.internal.util;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of sequence numbers that mostly arrive in order. It takes space for each gap between them, not for each number.
 */
public final class SequenceSet {

    /** The ranges beyond the mark: the last number of each, by its first. No two of them touch. */
    private final TreeMap<Long, Long> beyond = new TreeMap<>();

    private long mark;

    /** Adds a number from 1 and returns whether it was new. */
    public boolean add(long sequence) {
        if (sequence == mark + 1 && beyond.isEmpty()) {
            mark = sequence;
            return true;
        }
        return addOutOfOrder(sequence);
    }

    private boolean addOutOfOrder(long sequence) {
        if (sequence <= mark) {
            return false;
        }
        Map.Entry<Long, Long> before = beyond.floorEntry(sequence);
        if (before != null && before.getValue() >= sequence) {
            return false;
        }
        long first = before != null && before.getValue() == sequence - 1 ? before.getKey() : sequence;
        Long joined = beyond.remove(sequence + 1);
        beyond.put(first, joined == null ? sequence : joined);
        if (first == mark + 1) {
            mark = beyond.pollFirstEntry().getValue();
        }
        return true;
    }
}
