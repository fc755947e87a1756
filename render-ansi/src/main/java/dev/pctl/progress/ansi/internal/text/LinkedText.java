package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds running text to a line, with absolute paths as paths: these are not broken, and are links where there are any. */
final class LinkedText {

    /** Two names at least, so that {@code and/or} and a lone slash are none; punctuation at the end is not part of it. */
    private static final Pattern PATH = Pattern.compile("(?<![^ '\"(=])/[^ '\"/()]+/[^ '\"()]*[^ '\"().,;:]");

    private LinkedText() {}

    static StyledLine add(StyledLine line, String text, Style style) {
        StyledLine longer = line;
        int from = 0;
        Matcher path = PATH.matcher(text);
        while (path.find()) {
            longer = longer.add(text.substring(from, path.start()), style).addPath(path.group(), style);
            from = path.end();
        }
        return longer.add(text.substring(from), style);
    }
}
