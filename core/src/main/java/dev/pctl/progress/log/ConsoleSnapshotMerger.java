package dev.pctl.progress.log;

import java.util.Arrays;
import java.util.Base64;

/**
 * Makes one log of repeated snapshots of its end, such as the last 64 KB of a cloud instance's console: they overlap,
 * may be unchanged or come late, and have a gap between them if too much was printed meanwhile. Of several ways to join
 * two snapshots the longest overlap counts, so that lines that are printed again and again are not doubled; where
 * nothing but one line repeated fills a snapshot, nobody can tell how often it was printed. A console that was started
 * anew has nothing in common with the one before, which is a gap. Snapshots are bytes: they may begin and end within a
 * line, a character or an escape sequence. The time for a snapshot is proportional to its size. Not thread-safe.
 */
public final class ConsoleSnapshotMerger {

    /** So much of the end of the log is kept to find the overlap: more than any console shows. */
    private static final int KEPT = 256 * 1024;

    /** So much of it is part of a saved position. */
    private static final int SAVED = 64 * 1024;

    /** A shorter overlap may be chance. */
    private static final int SHORTEST = 24;

    /** Three replacements at most stand for what is left of one character. */
    private static final int LONGEST_CUT = 6;

    /** So much is never the same by chance. */
    private static final int LONG = 512;

    private static final String SCHEME = "snapshots:1:";

    private byte[] tail;

    /** What a snapshot adds. */
    public static final class Added {

        private final byte[] bytes;
        private final boolean gap;

        private Added(byte[] bytes, boolean gap) {
            this.bytes = bytes;
            this.gap = gap;
        }

        /** What was not there before; may be empty. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** Whether something was lost between what was there before and these bytes. */
        public boolean gap() {
            return gap;
        }
    }

    private ConsoleSnapshotMerger(byte[] tail) {
        this.tail = tail;
    }

    /** Begins with a log of which nothing is known. */
    public static ConsoleSnapshotMerger create() {
        return new ConsoleSnapshotMerger(new byte[0]);
    }

    /**
     * Goes on where another joiner was.
     *
     * @param position what its {@link #position} said
     * @throws IllegalArgumentException if it is not a position
     */
    public static ConsoleSnapshotMerger at(String position) {
        if (!position.startsWith(SCHEME)) {
            throw new IllegalArgumentException("not a position of console snapshots");
        }
        return new ConsoleSnapshotMerger(Base64.getDecoder().decode(position.substring(SCHEME.length())));
    }

    /** Where the log stands, as one line of text of up to 88 KB. */
    public String position() {
        byte[] end = tail.length <= SAVED ? tail : Arrays.copyOfRange(tail, tail.length - SAVED, tail.length);
        return SCHEME + Base64.getEncoder().encodeToString(end);
    }

    /** Takes the next snapshot, in the order in which they were taken. */
    public Added join(byte[] taken) {
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
     * Whether what two snapshots have in common joins them. A few words that stand elsewhere too may do so by chance.
     *
     * @param elsewhere how much of the snapshot's beginning stands elsewhere in the log or in the snapshot as well
     */
    private boolean isSure(int overlap, int elsewhere, int length) {
        boolean telling = elsewhere < overlap || overlap >= LONG || 2 * overlap >= length;
        return overlap == tail.length || (telling && overlap >= SHORTEST);
    }

    private static int longest(int[] borders) {
        int longest = 0;
        for (int border : borders) {
            longest = Math.max(longest, border);
        }
        return longest;
    }

    /** Where a snapshot begins within a character, one who made text of it has put U+FFFD: that is in no log. */
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

    /** Where what is known ends in a snapshot that begins before it, as a larger one than before may; -1 if nowhere. */
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

    /** For each prefix of the snapshot how long its longest border is (Knuth, Morris and Pratt, 1977). */
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
