package dev.pctl.progress.internal.state;

import java.util.TreeSet;

/** The sequence numbers seen of one worker: those up to a mark without gaps, and the few beyond it. */
final class SequenceSet {

    private final TreeSet<Long> beyond = new TreeSet<>();
    private long mark;

    /** Adds a number and tells whether it was new. */
    boolean add(long sequence) {
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
