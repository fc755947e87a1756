package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.buildlog.internal.match.LiteralMatcher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Splits bytes into lines, however the bytes are chunked. A line ends with LF or CR LF. A CR alone ends a line that the
 * next one overwrites on a terminal, and so does a sequence that moves the cursor to the beginning of another row
 * ({@code ESC[nE}, {@code ESC[nF}): a display that is repainted in place arrives row by row. A line longer than {@link #LIMIT} bytes is truncated, so that memory is bounded.
 *
 * <p>The search for words runs in the same loop, eight bytes at a time: the cost is reading the bytes, and two passes
 * would pay it twice.
 */
public final class LineSplitter {

    /** The number of bytes of a line that are kept: more than any compiler's command has. */
    public static final int LIMIT = 1 << 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long BLANKS = ' ' * ONES;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final byte ESCAPE = 0x1b;
    private static final int NO_SEQUENCE = 0;
    private static final int INTRODUCER = 1;
    private static final int PARAMETERS = 2;
    private static final byte[] NOTHING = {};

    private final LiteralMatcher words;
    private byte[] chunk = NOTHING;
    private int end;

    /** The index up to which the chunk was searched. */
    private int searched;

    /** The index at which the next line begins. */
    private int start;

    /** The marks of the words found in the next line so far. */
    private long found;

    /** The beginning of the next line from earlier chunks. */
    private byte[] kept = new byte[256];

    private int keptLength;
    private boolean afterReturn;

    /** What the next byte belongs to: a control sequence may continue in the next chunk. */
    private int sequence;

    private boolean printable = true;
    private boolean finished;

    private byte[] line = NOTHING;
    private int offset;
    private int length;
    private boolean plain;
    private boolean overwritten;
    private long marks;

    /** Creates a splitter that searches for these words. */
    public LineSplitter(LiteralMatcher words) {
        this.words = words;
    }

    /** Begins a chunk, whose bytes must not change until {@link #next} has returned false. */
    public void begin(byte[] bytes, int from, int count) {
        chunk = bytes;
        end = from + count;
        beginLine(from);
    }

    private void beginLine(int at) {
        start = at;
        searched = at;
        found = 0;
    }

    /**
     * Moves to the next line that ends in the chunk. The rest of the chunk is kept and continued by the next one.
     *
     * @return false if there is no more line
     */
    public boolean next() {
        if (sequence != NO_SEQUENCE && endsRow(searched)) {
            return true;
        }
        for (int i = scan(chunk, searched, end); i < end; i = scan(chunk, searched, end)) {
            byte b = chunk[i];
            if (afterReturn && (b != '\n' || i > start)) {
                searched = i;
                return overwritten();
            }
            searched = i + 1;
            boolean crLf = b == '\r' && searched < end && chunk[searched] == '\n';
            if (b == '\n' || crLf) {
                afterReturn = false;
                take(chunk, i - start, false, found);
                beginLine(crLf ? i + 2 : i + 1);
                return true;
            } else if (b == '\r') {
                keep(chunk, start, i - start);
                afterReturn = true;
                beginLine(i + 1);
            } else if (b != '\t') {
                printable = false;
                sequence = b == ESCAPE ? INTRODUCER : NO_SEQUENCE;
                if (endsRow(i + 1)) {
                    return true;
                }
            }
        }
        return endChunk();
    }

    /** Ends the line if the control sequence that continues at the index moves the cursor to another row. */
    private boolean endsRow(int from) {
        int i = from;
        if (sequence == INTRODUCER && i < end) {
            sequence = chunk[i++] == '[' ? PARAMETERS : NO_SEQUENCE;
        }
        while (sequence == PARAMETERS && i < end) {
            byte b = chunk[i++];
            if (b == 'E' || b == 'F') {
                sequence = NO_SEQUENCE;
                take(chunk, i - start, true, found);
                beginLine(i);
                return true;
            }
            sequence = b >= '0' && b <= '9' ? PARAMETERS : NO_SEQUENCE;
        }
        return false;
    }

    private boolean endChunk() {
        if (afterReturn && start < end) {
            searched = end;
            return overwritten();
        }
        keep(chunk, start, end - start);
        line = NOTHING;
        begin(NOTHING, 0, 0);
        return finished && takeLast();
    }

    private boolean takeLast() {
        finished = false;
        boolean begun = keptLength > 0 || afterReturn;
        afterReturn = false;
        take(NOTHING, 0, false, 0);
        return begun;
    }

    private boolean overwritten() {
        afterReturn = false;
        take(chunk, 0, true, 0);
        return true;
    }

    /** Ends the input: {@link #next} moves to the line that was begun, if there is one. */
    public void finish() {
        finished = true;
    }

    // ---- the current line

    /** Returns the array that holds the current line, which changes with the next one. */
    public byte[] bytes() {
        return line;
    }

    /** Returns the index at which the current line begins. */
    public int offset() {
        return offset;
    }

    /** Returns the number of bytes of the current line, without its end. */
    public int length() {
        return length;
    }

    /** Returns whether the current line is known to consist of printable ASCII and tabs only. */
    public boolean isPlain() {
        return plain;
    }

    /** Returns whether the next line overwrites the current one on a terminal. */
    public boolean isOverwritten() {
        return overwritten;
    }

    /** Returns the marks of the words in the current line; marks of other words may be among them. */
    public long marks() {
        return marks;
    }

    // ---- search

    /** Searches up to the next byte that is not printable ASCII, and returns its index. */
    private int scan(byte[] bytes, int from, int end) {
        int last = end - Long.BYTES;
        int i = skip(bytes, from, last);
        while (i <= last) {
            long eight = (long) LONGS.get(bytes, i);
            long special = special(eight);
            int next = special == 0 ? end : i + (Long.numberOfTrailingZeros(special) >>> 3);
            if (words.mayContain(eight) != 0) {
                boolean lineEnds = next < end && (bytes[next] == '\n' || bytes[next] == '\r');
                found |= words.findAt(bytes, start, lineEnds ? next : end, i);
            }
            if (special != 0) {
                return next;
            }
            i = skip(bytes, i + LiteralMatcher.STEP, last);
        }
        return scanEnd(bytes, i, end);
    }

    /**
     * Skips printable ASCII without candidates for words, which is nearly all of a log. The loop does nothing else, and
     * two steps at a time, so that it compiles to fast code. One step may be left at the end.
     */
    private int skip(byte[] bytes, int from, int last) {
        int i = from;
        for (; i <= last - LiteralMatcher.STEP; i += 2 * LiteralMatcher.STEP) {
            if (isOfInterest((long) LONGS.get(bytes, i))) {
                return i;
            }
            if (isOfInterest((long) LONGS.get(bytes, i + LiteralMatcher.STEP))) {
                return i + LiteralMatcher.STEP;
            }
        }
        return i;
    }

    private boolean isOfInterest(long eight) {
        return (words.mayContain(eight) | special(eight)) != 0;
    }

    /**
     * Returns the high bits of bytes that are not printable ASCII: adding one to a byte sets its high bit if it is DEL
     * or greater, and subtracting a blank does if it is less than a blank. Carries affect only bytes after the first
     * such byte.
     */
    private static long special(long eight) {
        return (eight | (eight + ONES) | (eight - BLANKS)) & HIGH_BITS;
    }

    /** Searches the last few bytes one by one. */
    private int scanEnd(byte[] bytes, int from, int end) {
        found |= words.find(bytes, start, end);
        int i = from;
        while (i < end && bytes[i] >= ' ' && bytes[i] != 0x7f) {
            i++;
        }
        return i;
    }

    private void keep(byte[] bytes, int from, int count) {
        int more = Math.min(count, LIMIT - keptLength);
        if (more <= 0) {
            return;
        }
        if (keptLength + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(keptLength + more, 2 * kept.length));
        }
        System.arraycopy(bytes, from, kept, keptLength, more);
        keptLength += more;
    }

    /** Makes the line current that was kept from earlier chunks, continued by {@code count} bytes of this one. */
    private void take(byte[] bytes, int count, boolean isOverwritten, long foundMarks) {
        plain = printable;
        printable = true;
        overwritten = isOverwritten;
        if (keptLength == 0) {
            line = bytes;
            offset = start;
            length = Math.min(count, LIMIT);
            marks = foundMarks;
        } else {
            takeKept(bytes, count);
        }
    }

    private void takeKept(byte[] bytes, int count) {
        keep(bytes, start, count);
        line = kept;
        offset = 0;
        length = keptLength;
        keptLength = 0;
        marks = words.find(kept, 0, length);
    }
}
