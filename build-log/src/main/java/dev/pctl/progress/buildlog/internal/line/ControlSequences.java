package dev.pctl.progress.buildlog.internal.line;

/** Removes colours, titles, cursor movements and other control characters from the UTF-8 bytes of a line. */
final class ControlSequences {

    private static final byte ESC = 0x1b;
    private static final byte BEL = 0x07;
    private static final int DEL = 0x7f;

    /** The first byte of the characters U+0080 to U+00BF, of which those below U+00A0 are controls. */
    private static final int LATIN = 0xc2;

    private static final int FIRST_GRAPHIC = 0xa0;

    private ControlSequences() {}

    /**
     * Copies a line without its control sequences.
     *
     * @param clean the target, at least as long as the line
     * @return the length of the copy
     */
    static int clean(byte[] line, int offset, int length, byte[] clean) {
        int end = offset + length;
        int to = 0;
        boolean unterminated = false;
        for (int i = offset; i < end; ) {
            byte b = line[i];
            if (b == ESC && isString(line, i + 1, end)) {
                int introducerEnd = i + 2;
                i = unterminated ? introducerEnd : afterString(line, introducerEnd, end);
                unterminated = i == introducerEnd;
            } else if (b == ESC) {
                i = afterSequence(line, i, end);
            } else if (b >= 0 && (b < ' ' || b == DEL)) {
                if (b == '\t') {
                    clean[to++] = b;
                }
                i++;
            } else if ((b & 0xff) == LATIN
                    && i + 1 < end
                    && isContinuation(line[i + 1])
                    && (line[i + 1] & 0xff) < FIRST_GRAPHIC) {
                i += 2;
            } else {
                clean[to++] = b;
                i++;
            }
        }
        return to;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** Returns the index after the escape sequence that begins at the index (ECMA-48 5.4; OSC as in xterm). */
    private static int afterSequence(byte[] line, int index, int end) {
        int i = index + 1;
        if (i == end) {
            return i;
        }
        return switch (line[i]) {
            case '[' -> afterControlSequence(line, i + 1, end);
            case '(', ')', '*', '+', '#', '%' -> afterCharacter(line, Math.min(i + 1, end), end);
            default -> afterCharacter(line, i, end);
        };
    }

    private static boolean isString(byte[] line, int index, int end) {
        return index < end && "]PX^_".indexOf(line[index]) >= 0;
    }

    private static int afterControlSequence(byte[] line, int index, int end) {
        int i = index;
        while (i < end && line[i] >= ' ' && line[i] <= '?') {
            i++;
        }
        return afterCharacter(line, i, end);
    }

    private static int afterCharacter(byte[] line, int index, int end) {
        int i = Math.min(index + 1, end);
        while (i < end && isContinuation(line[i])) {
            i++;
        }
        return i;
    }

    /** Returns the index after a string's BEL or ST, or after the introducer if the string does not end on its line. */
    private static int afterString(byte[] line, int index, int end) {
        for (int i = index; i < end; i++) {
            if (line[i] == BEL) {
                return i + 1;
            }
            if (line[i] == ESC && i + 1 < end && line[i + 1] == '\\') {
                return i + 2;
            }
        }
        return index;
    }
}
