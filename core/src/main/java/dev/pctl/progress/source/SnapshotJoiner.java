package dev.pctl.progress.source;

import java.util.Arrays;
import java.util.Base64;

/**
 * Makes one log of repeated snapshots of its end, such as the last 64 KB of a cloud instance's console: they overlap,
 * may be unchanged or come late, and have a gap between them if too much was printed meanwhile. Of several ways to join
 * two snapshots the longest overlap counts, so that lines that are printed again and again do not confuse it. The time
 * for a snapshot is proportional to its size. Not thread-safe.
 */
public final class SnapshotJoiner {

    /** So much of the end of the log is kept to find the overlap: more than any console shows. */
    private static final int KEPT = 256 * 1024;

    /** So much of it is part of a saved position. */
    private static final int SAVED = 64 * 1024;

    /** A shorter overlap may be chance. */
    private static final int SHORTEST = 24;

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

    private SnapshotJoiner(byte[] tail) {
        this.tail = tail;
    }

    /** Begins with a log of which nothing is known. */
    public static SnapshotJoiner create() {
        return new SnapshotJoiner(new byte[0]);
    }

    /**
     * Goes on where another joiner was.
     *
     * @param position what its {@link #position} said
     * @throws IllegalArgumentException if it is not a position
     */
    public static SnapshotJoiner at(String position) {
        if (!position.startsWith(SCHEME)) {
            throw new IllegalArgumentException("not a position of console snapshots");
        }
        return new SnapshotJoiner(Base64.getDecoder().decode(position.substring(SCHEME.length())));
    }

    /** Where the log stands, as one line of text of up to 88 KB. */
    public String position() {
        byte[] end = tail.length <= SAVED ? tail : Arrays.copyOfRange(tail, tail.length - SAVED, tail.length);
        return SCHEME + Base64.getEncoder().encodeToString(end);
    }

    /** Takes the next snapshot, in the order in which they were taken. */
    public Added join(byte[] snapshot) {
        int[] borders = borders(snapshot);
        int overlap = 0;
        boolean contained = false;
        for (byte b : tail) {
            if (overlap == snapshot.length && overlap > 0) {
                overlap = borders[overlap - 1];
            }
            while (overlap > 0 && snapshot[overlap] != b) {
                overlap = borders[overlap - 1];
            }
            if (snapshot.length > 0 && snapshot[overlap] == b) {
                overlap++;
            }
            contained |= overlap == snapshot.length;
        }
        if (snapshot.length == 0 || contained) {
            return new Added(new byte[0], false);
        }
        boolean sure = overlap >= Math.min(SHORTEST, tail.length);
        byte[] added = Arrays.copyOfRange(snapshot, sure ? overlap : 0, snapshot.length);
        keep(added, sure);
        return new Added(added, !sure);
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
