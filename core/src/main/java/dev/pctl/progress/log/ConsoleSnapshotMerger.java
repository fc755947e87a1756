package dev.pctl.progress.log;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * Merges repeated snapshots of the end of a log, such as the last 64 KB of a cloud instance's console, into one log.
 * Snapshots overlap, may be unchanged or late, and have a gap between them if too much was printed meanwhile. The
 * longest overlap joins two snapshots, so that repeated lines are not doubled; if one repeated line fills a whole
 * snapshot, the number of repetitions is unknown. A restarted console has nothing in common with the one before, which
 * is a gap. Snapshots are bytes: they may begin and end within a line, a character or an escape sequence. The time for
 * a snapshot is proportional to its size. Not thread-safe.
 */
public final class ConsoleSnapshotMerger {

    /** Bytes of the end of the log that are kept to find the overlap: more than any console shows. */
    private static final int KEPT = 256 * 1024;

    /** Bytes of the end of the log in a saved position. */
    private static final int SAVED = 64 * 1024;

    /** Length in bytes of the shortest overlap that is not taken for chance. */
    private static final int SHORTEST = 24;

    /** Offset in bytes of the last replacement character that is dropped: three at most replace a cut character. */
    private static final int LONGEST_CUT = 6;

    /** Length in bytes from which equal bytes are never taken for chance. */
    private static final int LONG = 512;

    private static final String SCHEME = "snapshots:1:";

    private byte[] tail;

    /** The new bytes of a snapshot. */
    public static final class Added {

        private final byte[] bytes;
        private final boolean gap;

        private Added(byte[] bytes, boolean gap) {
            this.bytes = bytes;
            this.gap = gap;
        }

        /** Returns the bytes that were not there before; may be empty. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** Returns whether something was lost between the previous snapshot and these bytes. */
        public boolean gap() {
            return gap;
        }
    }

    private ConsoleSnapshotMerger(byte[] tail) {
        this.tail = tail;
    }

    /** Creates a merger for a log from which no snapshot was taken yet. */
    public static ConsoleSnapshotMerger create() {
        return new ConsoleSnapshotMerger(new byte[0]);
    }

    /**
     * Creates a merger that continues where another one was.
     *
     * @param position what its {@link #position} returned
     * @throws IllegalArgumentException if it is not a position
     */
    public static ConsoleSnapshotMerger create(String position) {
        Objects.requireNonNull(position, "position");
        try {
            if (position.startsWith(SCHEME)) {
                return new ConsoleSnapshotMerger(Base64.getDecoder().decode(position.substring(SCHEME.length())));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a position of console snapshots: it is damaged", e);
        }
        throw new IllegalArgumentException("not a position of console snapshots");
    }

    /** Returns the end of the log, as one line of text of up to 88 KB, for {@link #create(String)}. */
    public String position() {
        byte[] end = tail.length <= SAVED ? tail : Arrays.copyOfRange(tail, tail.length - SAVED, tail.length);
        return SCHEME + Base64.getEncoder().encodeToString(end);
    }

    /** Takes the next snapshot, in the order in which they were taken. */
    public Added join(byte[] taken) {
        Objects.requireNonNull(taken, "taken");
        byte[] snapshot = withoutReplacements(taken);
        int[] borders = borders(snapshot);
        int overlap = 0;
        int elsewhere = 0;
        for (byte b : tail) {
            elsewhere = Math.max(elsewhere, overlap);
            if (overlap == snapshot.length && overlap > 0) {
                overlap = borders[overlap - 1];
            }
            while (overlap > 0 && snapshot[overlap] != b) {
                overlap = borders[overlap - 1];
            }
            if (snapshot.length > 0 && snapshot[overlap] == b) {
                overlap++;
            }
        }
        boolean seen = overlap == snapshot.length || elsewhere == snapshot.length;
        boolean sure = isSure(overlap, Math.max(elsewhere, longest(borders)), snapshot.length);
        if (overlap == snapshot.length || (seen && !sure)) {
            return new Added(new byte[0], false);
        }
        int known = sure ? overlap : endOfTail(snapshot);
        byte[] added = Arrays.copyOfRange(snapshot, Math.max(0, known), snapshot.length);
        keep(added, known >= 0);
        return new Added(added, known < 0);
    }

    /**
     * Returns whether the overlap joins two snapshots. A short one that also occurs elsewhere may be chance.
     *
     * @param elsewhere how much of the snapshot's beginning also occurs elsewhere in the log or the snapshot
     */
    private boolean isSure(int overlap, int elsewhere, int length) {
        boolean distinctive = elsewhere < overlap || overlap >= LONG || 2 * overlap >= length;
        return overlap == tail.length || (distinctive && overlap >= SHORTEST);
    }

    private static int longest(int[] borders) {
        int longest = 0;
        for (int border : borders) {
            longest = Math.max(longest, border);
        }
        return longest;
    }

    /** Drops U+FFFD at the beginning, where a decoder replaced the rest of a cut character; it is not in the log. */
    private static byte[] withoutReplacements(byte[] snapshot) {
        int from = 0;
        while (from <= LONGEST_CUT
                && from + 2 < snapshot.length
                && (snapshot[from] & 0xff) == 0xef
                && (snapshot[from + 1] & 0xff) == 0xbf
                && (snapshot[from + 2] & 0xff) == 0xbd) {
            from += 3;
        }
        return from == 0 ? snapshot : Arrays.copyOfRange(snapshot, from, snapshot.length);
    }

    /**
     * Finds the end of the known log in a snapshot that begins before it, as a larger one may; -1 if it is not there.
     */
    private int endOfTail(byte[] snapshot) {
        byte[] end = Arrays.copyOfRange(tail, Math.max(0, tail.length - LONG), tail.length);
        if (end.length < SHORTEST) {
            return -1;
        }
        int[] borders = borders(end);
        int matched = 0;
        int found = -1;
        for (int i = 0; i < snapshot.length; i++) {
            while (matched > 0 && snapshot[i] != end[matched]) {
                matched = borders[matched - 1];
            }
            matched += snapshot[i] == end[matched] ? 1 : 0;
            if (matched == end.length) {
                if (found >= 0) {
                    return -1;
                }
                found = i + 1;
                matched = borders[matched - 1];
            }
        }
        return found;
    }

    /** Returns the length of the longest border of each prefix (Knuth, Morris and Pratt, 1977). */
    private static int[] borders(byte[] text) {
        int[] borders = new int[text.length];
        int length = 0;
        for (int i = 1; i < text.length; i++) {
            while (length > 0 && text[i] != text[length]) {
                length = borders[length - 1];
            }
            if (text[i] == text[length]) {
                length++;
            }
            borders[i] = length;
        }
        return borders;
    }

    private void keep(byte[] added, boolean continues) {
        if (!continues) {
            tail = new byte[0];
        }
        int all = tail.length + added.length;
        int kept = Math.min(KEPT, all);
        byte[] next = new byte[kept];
        int fromTail = Math.max(0, kept - added.length);
        System.arraycopy(tail, tail.length - fromTail, next, 0, fromTail);
        int fromAdded = kept - fromTail;
        System.arraycopy(added, added.length - fromAdded, next, fromTail, fromAdded);
        tail = next;
    }
}
