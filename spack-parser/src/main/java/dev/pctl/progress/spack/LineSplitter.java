package dev.pctl.progress.spack;

import java.util.Arrays;

/**
 * Cuts bytes into lines, however the bytes are chunked. A line ends with LF or CR LF; a CR alone ends a line that the
 * next one overwrites on a terminal. Of a line longer than {@link #LIMIT} bytes the beginning is kept and the rest
 * passed over, so that memory is bounded whatever comes.
 */
final class LineSplitter {

    /** Takes lines. The array is the splitter's own and changes after the call. */
    interface LineSink {
        /** Takes one line without its end. */
        void line(byte[] bytes, int offset, int length, boolean overwritten);
    }

    static final int LIMIT = 1 << 16;

    private final LineSink sink;
    private byte[] partial = new byte[256];
    private int length;
    private boolean afterReturn;

    LineSplitter(LineSink sink) {
        this.sink = sink;
    }

    void accept(byte[] bytes, int offset, int count) {
        int end = offset + count;
        int start = offset;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (afterReturn) {
                afterReturn = false;
                emit(bytes, start, i - start, b != '\n');
                start = i;
                if (b == '\n') {
                    start = i + 1;
                    continue;
                }
            }
            if (b == '\n') {
                emit(bytes, start, i - start, false);
                start = i + 1;
            } else if (b == '\r') {
                afterReturn = true;
                keep(bytes, start, i - start);
                start = i + 1;
            }
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
        if (length == 0) {
            sink.line(bytes, offset, Math.min(count, LIMIT), overwritten);
            return;
        }
        keep(bytes, offset, count);
        int whole = length;
        length = 0;
        sink.line(partial, 0, whole, overwritten);
    }
}
