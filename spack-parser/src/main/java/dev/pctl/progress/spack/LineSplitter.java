package dev.pctl.progress.spack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts bytes into lines, however the bytes are chunked. A line ends with LF or CR LF; a CR alone ends a line that the
 * next one overwrites on a terminal. Of a line longer than {@link #LIMIT} bytes the beginning is kept and the rest
 * passed over, so that memory is bounded whatever comes.
 */
final class LineSplitter {

    /** Takes lines. The array is not the sink's own and changes after the call. */
    interface LineSink {
        /**
         * Takes one line without its end.
         *
         * @param plain whether it is known to consist of printable ASCII and tabs only
         * @param overwritten whether the next line stands in its place on a terminal
         */
        void line(byte[] bytes, int offset, int length, boolean plain, boolean overwritten);
    }

    static final int LIMIT = 1 << 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long BLANKS = ' ' * ONES;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final LineSink sink;
    private byte[] partial = new byte[256];
    private int length;
    private boolean afterReturn;
    private boolean plain = true;

    LineSplitter(LineSink sink) {
        this.sink = sink;
    }

    void accept(byte[] bytes, int offset, int count) {
        int end = offset + count;
        int start = offset;
        for (int i = special(bytes, offset, end); i < end; i = special(bytes, i + 1, end)) {
            byte b = bytes[i];
            if (afterReturn && (b != '\n' || i > start)) {
                afterReturn = false;
                emit(bytes, start, 0, true);
            }
            if (b == '\n') {
                afterReturn = false;
                emit(bytes, start, i - start, false);
                start = i + 1;
            } else if (b == '\r') {
                keep(bytes, start, i - start);
                afterReturn = true;
                start = i + 1;
            } else if (b != '\t') {
                plain = false;
            }
        }
        if (afterReturn && start < end) {
            afterReturn = false;
            emit(bytes, start, 0, true);
        }
        keep(bytes, start, end - start);
    }

    /** The bytes are at their end: what was begun is a line. */
    void finish() {
        if (length > 0 || afterReturn) {
            afterReturn = false;
            emit(partial, 0, 0, false);
        }
    }

    /**
     * The place of the next byte that is not printable ASCII, eight at a time: adding one to a byte sets its high bit if
     * it is DEL or more, and taking a blank from it does if it is less than a blank. Carries reach only places behind
     * the first such byte.
     */
    private static int special(byte[] bytes, int from, int end) {
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long eight = (long) LONGS.get(bytes, i);
            long found = (eight | (eight + ONES) | ((eight - BLANKS) & ~eight)) & HIGH_BITS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
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

    private void emit(byte[] bytes, int offset, int count, boolean overwritten) {
        boolean asIs = plain;
        plain = true;
        if (length == 0) {
            sink.line(bytes, offset, Math.min(count, LIMIT), asIs, overwritten);
            return;
        }
        keep(bytes, offset, count);
        int whole = length;
        length = 0;
        sink.line(partial, 0, whole, asIs, overwritten);
    }
}
