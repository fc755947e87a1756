package dev.pctl.progress.ansi.internal.width;

import org.jline.utils.WCWidth;

/** How many columns of a terminal text takes. It has to be {@linkplain TextSanitizer safe}. */
public final class DisplayWidth {

    private DisplayWidth() {}

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

    /** From where on the text takes at most so many columns. */
    public static int tail(String text, int columns) {
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

    /** Where to cut the text so that what is before it takes at most so many columns; marks stay with their letter. */
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
}
