package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.buildlog.internal.match.LiteralMatcher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Splits bytes into lines, however the bytes are chunked. A line ends with LF or CR LF; a CR alone ends a line that the
 * next one overwrites on a terminal. A line longer than {@link #LIMIT} bytes is truncated, so that memory is bounded.
 *
 * <p>The search for words runs in the same loop, eight bytes at a time: the cost is reading the bytes, and two passes
 * would pay it twice.
 */
public final class LineSplitter {

    /** Receives lines. The array belongs to the caller and changes after the call. */
    public interface LineSink {
        /**
         * Receives one line without its end.
         *
         * @param plain whether it is known to consist of printable ASCII and tabs only
         * @param overwritten whether the next line overwrites it on a terminal
         * @param found the marks of the words in it; marks of other words may be among them
         */
        void line(byte[] bytes, int offset, int length, boolean plain, boolean overwritten, long found);
    }

    /** The number of bytes of a line that are kept: more than any compiler's command has. */
    public static final int LIMIT = 1 << 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long BLANKS = ' ' * ONES;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final LiteralMatcher words;
    private final LineSink sink;
    private byte[] partial = new byte[256];
    private int length;
    private boolean afterReturn;
    private boolean plain = true;

    /** The index at which the current line begins. */
    private int start;

    /** The marks of the words found in the current line so far. */
    private long found;

    /** Creates a splitter that searches for these words. */
    public LineSplitter(LiteralMatcher words, LineSink sink) {
        this.words = words;
        this.sink = sink;
    }

    /** Splits the next bytes. */
    public void accept(byte[] bytes, int offset, int count) {
        int end = offset + count;
        begin(offset);
        for (int i = scan(bytes, offset, end); i < end; i = scan(bytes, Math.max(i + 1, start), end)) {
            byte b = bytes[i];
            boolean crLf = b == '\r' && i + 1 < end && bytes[i + 1] == '\n';
            if (b != '\n' || i > start) {
                endOverwritten(bytes);
            }
            if (b == '\n' || crLf) {
                afterReturn = false;
                emit(bytes, i - start, false, found);
                begin(crLf ? i + 2 : i + 1);
            } else if (b == '\r') {
                keep(bytes, start, i - start);
                afterReturn = true;
                begin(i + 1);
            } else if (b != '\t') {
                plain = false;
            }
        }
        if (start < end) {
            endOverwritten(bytes);
        }
        keep(bytes, start, end - start);
    }

    private void begin(int at) {
        start = at;
        found = 0;
    }

    private void endOverwritten(byte[] bytes) {
        if (afterReturn) {
            afterReturn = false;
            emit(bytes, 0, true, 0);
        }
    }

    /** Ends the input. A partial line is complete. */
    public void finish() {
        if (length > 0 || afterReturn) {
            afterReturn = false;
            begin(0);
            emit(partial, 0, false, 0);
        }
    }

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

    private void keep(byte[] bytes, int offset, int count) {
        int kept = Math.min(count, LIMIT - length);
        if (kept <= 0) {
            return;
        }
        if (length + kept > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(length + kept, 2 * partial.length));
        }
        System.arraycopy(bytes, offset, partial, length, kept);
        length += kept;
    }

    /** Emits the line that was kept from earlier chunks, continued by {@code count} bytes of this one. */
    private void emit(byte[] bytes, int count, boolean overwritten, long marks) {
        boolean asIs = plain;
        plain = true;
        if (length == 0) {
            sink.line(bytes, start, Math.min(count, LIMIT), asIs, overwritten, marks);
            return;
        }
        keep(bytes, start, count);
        int whole = length;
        length = 0;
        sink.line(partial, 0, whole, asIs, overwritten, words.find(partial, 0, whole));
    }
}
