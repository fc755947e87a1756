package dev.pctl.progress.ansi.style;

import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * Wraps a line at its blanks. A path that does not fit starts on a line of its own. If even that is too narrow, a path in
 * running text is shortened in the middle, and the path of a file to look at is left whole: the terminal then wraps it,
 * and it can still be copied as one.
 */
final class LineWrapper {

    /** Columns by which continuation lines are indented more than the first line. */
    private static final int INDENT = 4;

    /** A shortened path keeps this many columns of its start at most. */
    private static final int PATH_START = 16;

    /** A path that has to be shortened is not shortened to less than this: it would show less than a file name. */
    private static final int SHORTEST_PATH = 24;

    private final int columns;
    private final Theme theme;
    private final List<StyledLine> lines = new ArrayList<>();
    private StyledLine line = StyledLine.EMPTY;
    private StyledLine blanks = StyledLine.EMPTY;
    private String indent = "";
    private boolean hasWords;

    LineWrapper(int columns, Theme theme) {
        this.columns = columns;
        this.theme = theme;
    }

    List<StyledLine> wrap(StyledLine whole) {
        indent = " ".repeat(Math.min(whole.indent() + INDENT, columns / 2));
        for (StyledLine word : words(whole)) {
            if (word.isBlank()) {
                blanks = word;
            } else {
                add(word);
            }
        }
        lines.add(line);
        return lines;
    }

    /** Splits a line into words and the blanks between them; a path with its line number is one word. */
    private static List<StyledLine> words(StyledLine whole) {
        List<StyledLine> words = new ArrayList<>();
        StyledLine word = StyledLine.EMPTY;
        for (StyledLine.Piece piece : whole.pieces()) {
            int start = 0;
            String text = piece.text();
            for (int i = 1; i <= text.length(); i++) {
                boolean ends = i == text.length() || (text.charAt(i) == ' ') != (text.charAt(i - 1) == ' ');
                if (ends) {
                    StyledLine part = StyledLine.EMPTY.append(piece.part(start, i));
                    if (word.width() > 0 && word.isBlank() != part.isBlank()) {
                        words.add(word);
                        word = StyledLine.EMPTY;
                    }
                    word = word.add(part);
                    start = i;
                }
            }
        }
        words.add(word);
        return words;
    }

    private void add(StyledLine word) {
        int room = columns - line.width() - blanks.width();
        int ownLine = columns - indent.length();
        boolean isShortened = word.width() > ownLine && isPath(word) && !word.isFile();
        if (word.width() > room
                && hasWords
                && (isShortened ? room < SHORTEST_PATH : breaksBefore(word, ownLine, room))) {
            breakLine(word.isFile() ? Math.max(2, Math.min(indent.length(), columns - word.width())) : indent.length());
        }
        if (!hasWords) {
            blanks = blanks.start(columns / 2);
        }
        append(blanks, StyledLine.EMPTY);
        room = columns - line.width();
        if (word.width() <= room || word.isFile()) {
            append(StyledLine.EMPTY, word);
        } else if (isPath(word)) {
            append(StyledLine.EMPTY, shortened(word, room));
        } else {
            split(word);
        }
    }

    private static boolean breaksBefore(StyledLine word, int ownLine, int room) {
        return word.width() <= ownLine || word.isFile() || room <= 0;
    }

    private void append(StyledLine gap, StyledLine word) {
        line = line.add(gap).add(word);
        blanks = StyledLine.EMPTY;
        hasWords |= word.width() > 0;
    }

    private void breakLine(int indentation) {
        lines.add(line);
        line = StyledLine.of(" ".repeat(indentation));
        blanks = StyledLine.EMPTY;
        hasWords = false;
    }

    /** Splits a word that is no path wherever a line is full. */
    private void split(StyledLine word) {
        StyledLine rest = word;
        while (rest.width() > 0) {
            StyledLine start = rest.start(columns - line.width());
            if (start.width() == 0) {
                if (hasWords) {
                    breakLine(indent.length());
                    continue;
                }
                // A character of two columns, where there is room for one.
                start = rest.start(2);
            }
            append(StyledLine.EMPTY, start);
            rest = rest.without(start);
            if (rest.width() > 0) {
                breakLine(indent.length());
            }
        }
    }

    /** Whether to shorten the word instead of splitting it. Of an address every character counts. */
    private static boolean isPath(StyledLine word) {
        String text = word.toString();
        return text.indexOf('/') >= 0 && !text.contains("://");
    }

    /** Returns the start and the end of a path: from a whole name on if there is room for one. */
    private StyledLine shortened(StyledLine word, int room) {
        String text = word.toString();
        String ellipsis = theme.of(Symbol.ELLIPSIS);
        StyledLine start = word.start(Math.min(PATH_START, room / 3));
        String end = DisplayWidth.endOf(text.substring(start.toString().length()), room - start.width(), ellipsis);
        StyledLine.Piece last = word.pieces().get(word.pieces().size() - 1);
        return start.append(new StyledLine.Piece(end, last.style(), last.path()));
    }
}
