package dev.pctl.progress.buildlog.internal.step;

/** A set of numbers that are hashes already, of bounded size. */
final class LongHashSet {

    private static final int FIRST_CAPACITY = 64;

    private final int limit;
    private long[] table = new long[FIRST_CAPACITY];
    private int size;

    /** A set that takes so many numbers and no more. */
    LongHashSet(int limit) {
        this.limit = limit;
    }

    /** Adds a number; false if it is in the set already, or the set is full. */
    boolean add(long number) {
        long key = number == 0 ? 1 : number;
        int slot = slot(key);
        if (table[slot] == key || size == limit) {
            return false;
        }
        table[slot] = key;
        size++;
        if (2 * size > table.length) {
            grow();
        }
        return true;
    }

    private int slot(long key) {
        int slot = (int) (key ^ key >>> 32) & (table.length - 1);
        while (table[slot] != 0 && table[slot] != key) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (long key : old) {
            if (key != 0) {
                table[slot(key)] = key;
            }
        }
    }
}
