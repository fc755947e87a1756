package dev.pctl.progress.ansi.style;

import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a display: pieces of text with their styles. Whatever is put into it is made harmless: control sequences,
 * line ends and changes of the reading direction are taken out. Immutable.
 */
public final class StyledLine {

    /** The line without anything in it. */
    public static final StyledLine EMPTY = new StyledLine(List.of(), 0);

    /**
     * Some text in one style.
     *
     * @param path the file that it names, to be made a link where the terminal has them, or null
     */
    public record Piece(String text, Style style, @Nullable String path) {}

    private final List<Piece> pieces;
    private final int width;

    private StyledLine(List<Piece> pieces, int width) {
        this.pieces = pieces;
        this.width = width;
    }

    /** A line of ordinary text. */
    public static StyledLine of(String text) {
        return EMPTY.add(text);
    }

    /** A line in one style. */
    public static StyledLine of(String text, Style style) {
        return EMPTY.add(text, style);
    }

    /** The line with ordinary text after it. */
    public StyledLine add(String text) {
        return add(text, Style.PLAIN);
    }

    /** The line with text after it. */
    public StyledLine add(String text, Style style) {
        return append(new Piece(TextSanitizer.text(text), style, null));
    }

    /** The line with another one after it. */
    public StyledLine add(StyledLine other) {
        List<Piece> more = new ArrayList<>(pieces);
        more.addAll(other.pieces);
        return new StyledLine(more, width + other.width);
    }

    /** The line with the path of a file after it, which can be clicked where the terminal can do that. */
    public StyledLine addPath(String path, Style style) {
        return append(new Piece(TextSanitizer.text(path), style, path));
    }

    /**
     * The line with the path of a file and what belongs to it after it, such as {@code :145}.
     *
     * @param shown what is shown
     * @param path the path alone
     */
    public StyledLine addPath(String shown, String path, Style style) {
        return append(new Piece(TextSanitizer.text(shown), style, path));
    }

    /**
     * The line with the path of a file after it of which the beginning is left out where it is too long: what tells one
     * log from another stands at the end.
     *
     * @param shown what is shown: the path and what belongs to it
     * @param path the path alone
     * @param columns the width of the whole line
     */
    public StyledLine addPathWithin(int columns, String shown, String path, Style style, Theme theme) {
        return addPath(end(TextSanitizer.text(shown), columns - width, theme), path, style);
    }

    /** The end of a path or an address that takes at most so many columns, from a whole name on if it has one. */
    public static String end(String text, int columns, Theme theme) {
        if (DisplayWidth.width(text) <= columns) {
            return text;
        }
        String ellipsis = theme.of(Symbol.ELLIPSIS);
        int from = DisplayWidth.tail(text, Math.max(0, columns - DisplayWidth.width(ellipsis)));
        int name = text.indexOf('/', from);
        return ellipsis + text.substring(name < 0 ? from : name);
    }

    private StyledLine append(Piece piece) {
        if (piece.text().isEmpty()) {
            return this;
        }
        List<Piece> more = new ArrayList<>(pieces.size() + 1);
        more.addAll(pieces);
        more.add(piece);
        return new StyledLine(more, width + DisplayWidth.width(piece.text()));
    }

    /** How many columns it takes. */
    public int width() {
        return width;
    }

    /** The line filled with blanks up to a width. */
    public StyledLine pad(int columns) {
        return width >= columns ? this : add(" ".repeat(columns - width));
    }

    public List<Piece> pieces() {
        return pieces;
    }

    /** The line in the characters of the theme. */
    public StyledLine in(Theme theme) {
        if (theme.unicode()) {
            return this;
        }
        StyledLine line = EMPTY;
        for (Piece piece : pieces) {
            line = line.append(new Piece(TextSanitizer.ascii(piece.text()), piece.style(), piece.path()));
        }
        return line;
    }

    /** The line, cut to a width with an ellipsis where it is too long. */
    public StyledLine fit(int columns, Theme theme) {
        if (width <= columns) {
            return this;
        }
        String ellipsis = theme.of(Symbol.ELLIPSIS);
        int room = columns - DisplayWidth.width(ellipsis);
        return room <= 0 ? start(columns) : start(room).add(ellipsis, Style.FAINT);
    }

    private StyledLine start(int columns) {
        StyledLine line = EMPTY;
        for (Piece piece : pieces) {
            int cut = DisplayWidth.cut(piece.text(), columns - line.width);
            line = line.append(new Piece(piece.text().substring(0, cut), piece.style(), piece.path()));
            if (cut < piece.text().length()) {
                break;
            }
        }
        return line;
    }

    /** The line without so many characters at its beginning, which take so many columns. */
    private StyledLine without(int characters, int columns) {
        List<Piece> rest = new ArrayList<>(pieces.size());
        int at = 0;
        for (Piece piece : pieces) {
            int end = at + piece.text().length();
            if (end > characters) {
                String text = piece.text().substring(Math.max(0, characters - at));
                rest.add(new Piece(text, piece.style(), piece.path()));
            }
            at = end;
        }
        return new StyledLine(rest, width - columns);
    }

    /**
     * The line as several that are not wider than the window. Lines after the first are indented more than it is, so that
     * text from a log never stands where a prompt would.
     */
    public List<StyledLine> wrap(int columns) {
        if (width <= columns) {
            return List.of(this);
        }
        String indent = " ".repeat(Math.min(indent() + 4, columns / 2));
        List<StyledLine> lines = new ArrayList<>();
        StyledLine rest = this;
        String before = "";
        while (before.length() + rest.width > columns) {
            StyledLine start = rest.firstWords(Math.max(2, columns - before.length()));
            lines.add(of(before).add(start));
            rest = rest.without(start.toString().length(), start.width).trimmed();
            before = indent;
        }
        if (rest.width > 0) {
            lines.add(of(before).add(rest));
        }
        return lines;
    }

    /** The beginning of the line that takes at most so many columns: up to the last blank if there is one. */
    private StyledLine firstWords(int columns) {
        StyledLine start = start(columns);
        String text = start.toString();
        int blank = text.lastIndexOf(' ');
        return blank > indent() && blank * 2 > text.length()
                ? start(DisplayWidth.width(text.substring(0, blank + 1)))
                : start;
    }

    private int indent() {
        int blanks = 0;
        for (Piece piece : pieces) {
            String text = piece.text();
            int at = 0;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            blanks += at;
            if (at < text.length()) {
                break;
            }
        }
        return blanks;
    }

    private StyledLine trimmed() {
        int blanks = indent();
        return without(blanks, blanks);
    }

    /** The text alone. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(p -> text.append(p.text()));
        return text.toString();
    }
}
