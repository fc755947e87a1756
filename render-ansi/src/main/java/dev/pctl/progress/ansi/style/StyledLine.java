package dev.pctl.progress.ansi.style;

import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a display: pieces of text with their styles. All text that is added is made harmless: control sequences,
 * line ends and changes of the reading direction are removed. Immutable.
 */
public final class StyledLine {

    /** An empty line. */
    public static final StyledLine EMPTY = new StyledLine(List.of(), 0);

    /**
     * Text in one style.
     *
     * @param path the file that it names, for a link on terminals that have them, or null
     */
    public record Piece(String text, Style style, @Nullable String path) {

        Piece part(int from, int to) {
            return new Piece(text.substring(from, to), style, path);
        }
    }

    private final List<Piece> pieces;
    private final int width;

    private StyledLine(List<Piece> pieces, int width) {
        this.pieces = pieces;
        this.width = width;
    }

    /** Returns a line of ordinary text. */
    public static StyledLine of(String text) {
        return EMPTY.add(text);
    }

    /** Returns a line in one style. */
    public static StyledLine of(String text, Style style) {
        return EMPTY.add(text, style);
    }

    /** Returns this line followed by ordinary text. */
    public StyledLine add(String text) {
        return add(text, Style.PLAIN);
    }

    /** Returns this line followed by text. */
    public StyledLine add(String text, Style style) {
        return append(new Piece(TextSanitizer.text(text), style, null));
    }

    /** Returns this line followed by another one. */
    public StyledLine add(StyledLine other) {
        List<Piece> more = new ArrayList<>(pieces);
        more.addAll(other.pieces);
        return new StyledLine(more, width + other.width);
    }

    /** Returns this line followed by the path of a file, which can be clicked on terminals that have links. */
    public StyledLine addPath(String path, Style style) {
        return append(new Piece(TextSanitizer.text(path), style, path));
    }

    /**
     * Returns this line followed by the path of a file in another form, such as {@code build.log:145}.
     *
     * @param shown the text
     * @param path the path that it links to
     */
    public StyledLine addPath(String shown, String path, Style style) {
        return append(new Piece(TextSanitizer.text(shown), style, path));
    }

    StyledLine append(Piece piece) {
        if (piece.text().isEmpty()) {
            return this;
        }
        List<Piece> more = new ArrayList<>(pieces.size() + 1);
        more.addAll(pieces);
        more.add(piece);
        return new StyledLine(more, width + DisplayWidth.width(piece.text()));
    }

    /** Returns how many columns it takes. */
    public int width() {
        return width;
    }

    /** Returns this line, filled with blanks up to a width. */
    public StyledLine pad(int columns) {
        return width >= columns ? this : add(" ".repeat(columns - width));
    }

    /** Returns the pieces, for renderers that write them themselves. */
    public List<Piece> pieces() {
        return pieces;
    }

    /** Returns this line in the characters of the theme. */
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

    /** Returns this line, cut with an ellipsis if it is wider than the given columns. */
    public StyledLine fit(int columns, Theme theme) {
        if (width <= columns) {
            return this;
        }
        String ellipsis = theme.of(Symbol.ELLIPSIS);
        int room = columns - DisplayWidth.width(ellipsis);
        return room <= 0 ? start(columns) : start(room).add(ellipsis, Style.FAINT);
    }

    /** Returns the start of the line that fits the given columns. */
    StyledLine start(int columns) {
        StyledLine line = EMPTY;
        for (Piece piece : pieces) {
            int cut = DisplayWidth.cut(piece.text(), columns - line.width);
            line = line.append(piece.part(0, cut));
            if (cut < piece.text().length()) {
                break;
            }
        }
        return line;
    }

    /** Returns the line without its start. */
    StyledLine without(StyledLine start) {
        int characters = start.toString().length();
        List<Piece> rest = new ArrayList<>(pieces.size());
        int at = 0;
        for (Piece piece : pieces) {
            int end = at + piece.text().length();
            if (end > characters) {
                rest.add(piece.part(Math.max(0, characters - at), piece.text().length()));
            }
            at = end;
        }
        return new StyledLine(rest, width - start.width);
    }

    /**
     * Returns the line as several that fit the given columns. It is wrapped at blanks; lines after the first are indented
     * more, so that text from a log never appears where a prompt would. The path of a file is never broken, so a line of
     * its own may be wider.
     */
    public List<StyledLine> wrap(int columns, Theme theme) {
        return width <= columns ? List.of(this) : new LineWrapper(columns, theme).wrap(this);
    }

    int indent() {
        String text = toString();
        return text.length() - text.stripLeading().length();
    }

    boolean isBlank() {
        return toString().isBlank();
    }

    /** Returns whether the line has the path of a file without blanks. */
    boolean isFile() {
        return pieces.stream().anyMatch(p -> p.path() != null && p.path().indexOf(' ') < 0);
    }

    /** Returns the text without styles. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(p -> text.append(p.text()));
        return text.toString();
    }
}
