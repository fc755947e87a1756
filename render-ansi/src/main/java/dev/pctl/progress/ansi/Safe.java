package dev.pctl.progress.ansi;

/**
 * Makes text that came from logs harmless: nothing in it can move the cursor, set a title, write to the clipboard or
 * turn the reading direction round.
 */
final class Safe {

    private Safe() {}

    static String text(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (harmful(raw.charAt(i))) {
                return cleaned(raw);
            }
        }
        return raw;
    }

    private static String cleaned(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\t') {
                text.append("    ");
            } else if (!harmful(c)) {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean harmful(char c) {
        return Character.isISOControl(c)
                || (c >= '\u200e' && c <= '\u200f')
                || (c >= '\u2028' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\ufeff';
    }
}
