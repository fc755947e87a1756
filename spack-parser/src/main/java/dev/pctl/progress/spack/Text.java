package dev.pctl.progress.spack;

import java.nio.charset.StandardCharsets;

/** Makes text of the bytes of a line: without colours, titles, cursor movements and other control characters. */
final class Text {

    private static final char ESC = '\u001b';
    private static final char BEL = '\u0007';

    private Text() {}

    static String of(byte[] bytes, int offset, int length) {
        return clean(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    static String clean(String raw) {
        int first = firstControl(raw);
        if (first < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length()).append(raw, 0, first);
        for (int i = first; i < raw.length(); ) {
            char c = raw.charAt(i);
            if (c == ESC) {
                i = afterSequence(raw, i);
            } else {
                if (c == '\t' || !Character.isISOControl(c)) {
                    text.append(c);
                }
                i++;
            }
        }
        return text.toString();
    }

    private static int firstControl(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\t' && Character.isISOControl(c)) {
                return i;
            }
        }
        return -1;
    }

    /** The index after the escape sequence that begins at the index (ECMA-48 5.4, and OSC as xterm has it). */
    private static int afterSequence(String raw, int index) {
        int i = index + 1;
        if (i == raw.length()) {
            return i;
        }
        return switch (raw.charAt(i)) {
            case '[' -> afterControlSequence(raw, i + 1);
            case ']', 'P', 'X', '^', '_' -> afterString(raw, i + 1);
            case '(', ')', '*', '+', '#', '%' -> Math.min(i + 2, raw.length());
            default -> i + 1;
        };
    }

    private static int afterControlSequence(String raw, int index) {
        int i = index;
        while (i < raw.length() && raw.charAt(i) >= ' ' && raw.charAt(i) <= '?') {
            i++;
        }
        return Math.min(i + 1, raw.length());
    }

    /** A string ends with BEL or ST; one that does not end on its line is taken to be its introducer alone. */
    private static int afterString(String raw, int index) {
        for (int i = index; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == BEL) {
                return i + 1;
            }
            if (c == ESC && i + 1 < raw.length() && raw.charAt(i + 1) == '\\') {
                return i + 2;
            }
        }
        return index;
    }
}
