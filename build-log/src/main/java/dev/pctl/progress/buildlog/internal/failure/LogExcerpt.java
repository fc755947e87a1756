package dev.pctl.progress.buildlog.internal.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a build log that the classic installer prints with an error. Its lines are numbered, wrapped at the
 * terminal's width, and marked with {@code >>} where Spack found an error.
 */
public final class LogExcerpt {

    /**
     * A line of the log.
     *
     * @param number its number in the log
     * @param hit whether Spack marked it as an error or a warning
     */
    public record Line(int number, String text, boolean hit) {}

    private static final Pattern NUMBERED = Pattern.compile("(  >> |     )(\\d{1,9})([ \t]+|$)(.*)");
    private static final Pattern WRAPPED = Pattern.compile("(?: {9,}|\t).*");

    /** The most lines that are kept from the beginning, where the decisive one usually is. */
    private static final int MOST_FIRST = 2_000;

    /** The most lines that are kept from the end, where tools report that they failed. */
    private static final int MOST_LAST = 500;

    private static final int TAB = 8;

    private final List<Line> lines = new ArrayList<>();
    private int column = Integer.MAX_VALUE;

    /** Returns whether the line has the form of a numbered line of an excerpt. */
    public static boolean isLine(String line) {
        return NUMBERED.matcher(line).matches();
    }

    /** Adds the line if it belongs to the excerpt, and returns whether it does. */
    public boolean accept(String given) {
        String line = expandTab(given);
        Matcher numbered = NUMBERED.matcher(line);
        if (numbered.matches()) {
            add(numbered);
            return true;
        }
        if (!lines.isEmpty() && WRAPPED.matcher(line).matches()) {
            Line last = lines.remove(lines.size() - 1);
            String rest = line.substring(Math.min(line.length(), column));
            lines.add(new Line(last.number, last.text + rest, last.hit));
            return true;
        }
        return line.isBlank() || line.strip().equals("...");
    }

    /** Replaces a tab in the columns before the text by blanks. Some programs that pass on a log insert such tabs. */
    private static String expandTab(String line) {
        int tab = line.indexOf('\t');
        if (tab < 0 || tab >= 2 * TAB) {
            return line;
        }
        String expanded = line.substring(0, tab) + " ".repeat(TAB - tab % TAB) + line.substring(tab + 1);
        return tab < TAB ? expanded : line;
    }

    private void add(Matcher numbered) {
        if (lines.size() == MOST_FIRST + MOST_LAST) {
            lines.remove(MOST_FIRST);
        }
        if (!numbered.group(4).isEmpty()) {
            column = Math.min(column, numbered.start(4));
        }
        lines.add(new Line(
                Integer.parseInt(numbered.group(2)),
                numbered.group(4),
                numbered.group(1).contains(">>")));
    }

    /** Returns the lines so far. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }
}
