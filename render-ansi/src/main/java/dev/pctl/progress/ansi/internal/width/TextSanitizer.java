package dev.pctl.progress.ansi.internal.width;

/**
 * Makes text from logs and hosts harmless: nothing in it can move the cursor, set a title, write to the clipboard, change
 * the reading direction, or be wider than it is measured. Terminals disagree on the width of sequences such as flags,
 * keycaps, families and skin colours, so these are split into their characters.
 */
public final class TextSanitizer {

    /** Combining marks that are kept on one letter: no script needs more, and a hundred cover the lines above. */
    private static final int MAX_MARKS = 3;

    private static final int REPLACEMENT = 0xFFFD;
    private static final int FLAG_A = 0x1F1E6;
    private static final int FLAG_Z = 0x1F1FF;

    private TextSanitizer() {}

    /** Returns the text without anything that acts instead of being shown. */
    public static String text(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < ' ' || c > '~') {
                return cleaned(raw);
            }
        }
        return raw;
    }

    private static String cleaned(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int marks = MAX_MARKS;
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            i += Character.charCount(c);
            if (isMark(c)) {
                if (marks < MAX_MARKS && !isVariation(c)) {
                    text.appendCodePoint(c);
                    marks++;
                }
            } else if (append(text, c)) {
                marks = 0;
            }
        }
        return text.toString();
    }

    private static boolean isMark(int c) {
        return Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static boolean isVariation(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    }

    /** Appends what can be shown of a character, and returns whether that is anything. */
    private static boolean append(StringBuilder text, int c) {
        if (c == '\t') {
            text.append("    ");
            return true;
        }
        if (c >= FLAG_A && c <= FLAG_Z) {
            text.append((char) ('A' + c - FLAG_A));
            return true;
        }
        if (isSkinColour(c)) {
            return false;
        }
        if (isConjoining(c)) {
            text.appendCodePoint(REPLACEMENT);
            return true;
        }
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.ENCLOSING_MARK -> {
                return false;
            }
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> text.append(' ');
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> text.appendCodePoint(REPLACEMENT);
            default -> text.appendCodePoint(c);
        }
        return true;
    }

    private static boolean isSkinColour(int c) {
        return c >= 0x1F3FB && c <= 0x1F3FF;
    }

    /** Hangul vowels and finals that join the letter before them on some terminals only. */
    private static boolean isConjoining(int c) {
        return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF);
    }

    /** Returns the text in ASCII: quotes and dashes become plain ones, any other character a question mark. */
    public static String ascii(String text) {
        StringBuilder ascii = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c > '~' && ascii == null) {
                ascii = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (ascii != null) {
                likeness(ascii, c);
            }
            i += Character.charCount(c);
        }
        return ascii == null ? text : ascii.toString();
    }

    private static void likeness(StringBuilder ascii, int c) {
        switch (c) {
            case 0x2018, 0x2019, 0x201A, 0x201B, 0x2032 -> ascii.append('\'');
            case 0x201C, 0x201D, 0x201E, 0x201F, 0x2033 -> ascii.append('"');
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212 -> ascii.append('-');
            case 0x2026 -> ascii.append("...");
            default -> {
                if (c <= '~') {
                    ascii.append((char) c);
                } else if (!isMark(c)) {
                    ascii.append('?');
                }
            }
        }
    }
}
