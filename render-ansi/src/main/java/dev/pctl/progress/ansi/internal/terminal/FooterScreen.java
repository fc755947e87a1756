package dev.pctl.progress.ansi.internal.terminal;

import java.io.IOException;
import java.util.List;

/**
 * A footer that is redrawn in place, below lines that stay. Between frames the cursor is visible at the end of the
 * footer's last line. Each frame is one write, which rewrites only the lines that changed.
 */
public final class FooterScreen {

    /** Receives each frame in one piece. */
    public interface Output {
        void write(String text) throws IOException;
    }

    /** Start and end of a synchronized update (mode 2026); terminals without it ignore them. */
    private static final String BEGIN = "\u001b[?2026h";

    private static final String END = "\u001b[?2026l";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    /** Keeps a line on one row even if the terminal considers it wider than we do. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String NEW_LINE = "\r\n";

    /** A line as it is written, control sequences included, and the columns it takes. */
    public record Row(String text, int columns) {}

    private final Output output;
    private final boolean reflow;
    private List<Row> footer = List.of();
    private int width;
    private boolean parked;

    /**
     * Creates a screen without a footer.
     *
     * @param reflow whether the terminal wraps lines when the window becomes narrower than they are
     */
    public FooterScreen(Output output, boolean reflow) {
        this.output = output;
        this.reflow = reflow;
    }

    /**
     * Draws a frame.
     *
     * @param staying lines that stay, above the footer
     * @param newFooter the footer's lines
     * @param extra control sequences that print nothing, or empty
     */
    public void draw(List<Row> staying, List<Row> newFooter, int newWidth, String extra) throws IOException {
        boolean resized = width != newWidth;
        if (staying.isEmpty() && newFooter.equals(footer) && !resized && !parked && extra.isEmpty()) {
            return;
        }
        StringBuilder frame = new StringBuilder(BEGIN).append(HIDE_CURSOR);
        if (staying.isEmpty() && !resized && !parked && newFooter.size() == footer.size()) {
            patch(frame, newFooter, newWidth);
        } else {
            redraw(frame, staying, newFooter, newWidth);
        }
        footer = List.copyOf(newFooter);
        width = newWidth;
        output.write(frame.append(extra).append(SHOW_CURSOR).append(END).toString());
    }

    /** Prints lines above the footer, which does not change. */
    public void print(List<Row> staying) throws IOException {
        draw(staying, footer, width, "");
    }

    /** Leaves the footer and moves the cursor to the line below, for what another program writes. */
    public void park() throws IOException {
        if (!parked && !footer.isEmpty()) {
            parked = true;
            output.write(WRAP + SHOW_CURSOR + END + NEW_LINE);
        }
    }

    /** Abandons the footer: the next frame is drawn below whatever another program has written. */
    public void restart() throws IOException {
        park();
        parked = false;
        footer = List.of();
    }

    /**
     * Removes the footer, prints the last lines, and leaves the cursor on an empty line below. Ends a frame of which a
     * terminal lost the last part: Ctrl-C discards what it has not read.
     */
    public void end(List<Row> staying, String extra) throws IOException {
        StringBuilder frame = new StringBuilder();
        clear(frame, width);
        append(frame, staying, width);
        footer = List.of();
        parked = false;
        output.write(
                frame.append(WRAP).append(END).append(extra).append(SHOW_CURSOR).toString());
    }

    private void patch(StringBuilder frame, List<Row> newFooter, int nowWidth) {
        int last = footer.size() - 1;
        int at = last;
        frame.append(NO_WRAP);
        for (int i = 0; i < newFooter.size(); i++) {
            if (!newFooter.get(i).equals(footer.get(i))) {
                move(frame, i - at);
                frame.append('\r');
                append(frame, newFooter.get(i), nowWidth);
                at = i;
            }
        }
        frame.append(WRAP);
        if (at != last) {
            move(frame, last - at);
            toEnd(frame, newFooter.get(last));
        }
    }

    private static void toEnd(StringBuilder frame, Row row) {
        frame.append('\r');
        if (row.columns() > 0) {
            frame.append("\u001b[").append(row.columns()).append('C');
        }
    }

    private static void move(StringBuilder frame, int down) {
        if (down < 0) {
            frame.append("\u001b[").append(-down).append('A');
        } else if (down > 0) {
            frame.append("\u001b[").append(down).append('B');
        }
    }

    private void redraw(StringBuilder frame, List<Row> staying, List<Row> newFooter, int newWidth) {
        if (width == newWidth) {
            toTop(frame, newWidth);
        } else {
            clear(frame, newWidth);
        }
        parked = false;
        append(frame, staying, newWidth);
        frame.append(NO_WRAP);
        for (int i = 0; i < newFooter.size(); i++) {
            frame.append(i == 0 ? "" : NEW_LINE);
            // Not after the last line: one that fills the window leaves the cursor on its last character.
            frame.append(i == newFooter.size() - 1 ? ERASE_BELOW : "");
            append(frame, newFooter.get(i), newWidth);
        }
        frame.append(newFooter.isEmpty() ? ERASE_BELOW : "");
        frame.append(WRAP);
    }

    private static void append(StringBuilder frame, Row row, int nowWidth) {
        frame.append(row.text());
        if (row.columns() < nowWidth) {
            frame.append(ERASE_LINE);
        }
    }

    /** Erases before writing: a line that the terminal wraps continues on rows with old text. */
    private static void append(StringBuilder frame, List<Row> lines, int nowWidth) {
        for (Row line : lines) {
            frame.append(line.columns() > nowWidth ? ERASE_BELOW : ERASE_LINE)
                    .append(line.text())
                    .append(NEW_LINE);
        }
    }

    private void toTop(StringBuilder frame, int nowWidth) {
        move(frame, -rowsAbove(nowWidth));
        frame.append('\r');
    }

    /**
     * Erases the footer, row by row, and moves to its first row. Rows that a terminal has wrapped stay marked as one line
     * until they are erased; they would be joined, and rows above be lost, when the window becomes wider. To erase all
     * that is below at once makes some terminals copy the whole screen to their history.
     */
    private void clear(StringBuilder frame, int nowWidth) {
        int rows = rowsAbove(nowWidth);
        toTop(frame, nowWidth);
        for (int i = 0; i < rows; i++) {
            frame.append(ERASE_LINE);
            move(frame, 1);
        }
        frame.append(ERASE_LINE);
        move(frame, -rows);
    }

    /**
     * Returns how many rows the footer's first row is above the cursor. In a window that became narrower its lines may
     * take several rows each.
     */
    private int rowsAbove(int nowWidth) {
        int rows = 0;
        for (Row row : footer) {
            rows += !reflow || nowWidth <= 0 ? 1 : Math.max(1, (row.columns() + nowWidth - 1) / nowWidth);
        }
        return Math.max(1, rows) - (parked ? 0 : 1);
    }
}
