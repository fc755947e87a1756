package dev.pctl.progress.buildlog.internal.line;

import java.nio.charset.StandardCharsets;

/** Unescapes JSON strings (RFC 8259, section 7) within the bytes of a line, without decoding the line. */
final class JsonStrings {

    /** The length of a backslash, a u, and four digits. */
    private static final int ESCAPE = 6;

    private static final int HEX = 16;

    private JsonStrings() {}

    /** Returns the index of the closing quote of the string from {@code from}, or {@code end} if it is cut off. */
    static int end(byte[] line, int from, int end) {
        int i = from;
        while (i < end && line[i] != '"') {
            i += line[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, end);
    }

    /**
     * Unescapes a string. The result is never longer than the string.
     *
     * @return the index after the text in the target
     */
    static int unescape(byte[] line, int from, int end, byte[] target, int index) {
        int to = index;
        int i = from;
        while (i < end) {
            int unit = unit(line, i, end);
            if (unit >= 0) {
                i += ESCAPE;
                int low = Character.isHighSurrogate((char) unit) ? unit(line, i, end) : -1;
                i += low < 0 ? 0 : ESCAPE;
                to = put(target, to, low < 0 ? String.valueOf((char) unit) : "" + (char) unit + (char) low);
            } else if (line[i] == '\\' && i + 1 < end) {
                target[to++] = escaped(line[i + 1]);
                i += 2;
            } else {
                target[to++] = line[i++];
            }
        }
        return to;
    }

    /** Returns the UTF-16 unit that is escaped at the index, or -1 if none is. */
    private static int unit(byte[] line, int from, int end) {
        if (from + ESCAPE > end || line[from] != '\\' || line[from + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = from + 2; i < from + ESCAPE; i++) {
            int digit = Character.digit(line[i], HEX);
            if (digit < 0) {
                return -1;
            }
            unit = unit * HEX + digit;
        }
        return unit;
    }

    private static int put(byte[] target, int index, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, target, index, bytes.length);
        return index + bytes.length;
    }

    private static byte escaped(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> letter;
        };
    }
}
