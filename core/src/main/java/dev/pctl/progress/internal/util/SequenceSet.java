package dev.pctl.progress.internal.util;

import java.util.TreeSet;

/** A set of sequence numbers that mostly arrive in order: those up to a mark without gaps, and the few beyond it. */
public final class SequenceSet {

    private final TreeSet<Long> beyond = new TreeSet<>();
    private long mark;

    /** Adds a number and returns whether it was new. */
    public boolean add(long sequence) {
        if (sequence == mark + 1 && beyond.isEmpty()) {
            mark = sequence;
            return true;
        }
        return addOutOfOrder(sequence);
    }

    private boolean addOutOfOrder(long sequence) {
        if (sequence <= mark || beyond.contains(sequence)) {
            return false;
        }
        if (sequence > mark + 1) {
            beyond.add(sequence);
            return true;
        }
        mark = sequence;
        while (!beyond.isEmpty() && beyond.first() == mark + 1) {
            mark++;
            beyond.pollFirst();
        }
        return true;
    }
}
