package dev.pctl.progress.ansi.internal.width;

import org.jline.utils.WCWidth;

/** Measures and cuts text by the columns it takes on a terminal. The text must be {@linkplain TextSanitizer safe}. */
public final class DisplayWidth {

    private DisplayWidth() {}

    /** Returns how many columns the text takes. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                width++;
                i++;
            } else {
                int point = text.codePointAt(i);
                width += width(point);
                i += Character.charCount(point);
            }
        }
        return width;
    }

    private static int width(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /** Returns the index from which on the text takes at most the given columns. */
    private static int tail(String text, int columns) {
        int width = 0;
        int i = text.length();
        while (i > 0) {
            int c = text.codePointBefore(i);
            width += width(c);
            if (width > columns) {
                return i;
            }
            i -= Character.charCount(c);
        }
        return 0;
    }

    /** Returns the index up to which the text takes at most the given columns; marks stay with their letter. */
    public static int cut(String text, int columns) {
        int width = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            width += width(c);
            if (width > columns) {
                return i;
            }
            i += Character.charCount(c);
        }
        return i;
    }

    /** Returns the end of a path or an address that takes at most the given columns, from a whole name on if it has one. */
    public static String endOf(String text, int columns, String ellipsis) {
        if (width(text) <= columns) {
            return text;
        }
        int from = tail(text, Math.max(0, columns - width(ellipsis)));
        int name = text.indexOf('/', from);
        return ellipsis + text.substring(name < 0 ? from : name);
    }
}
