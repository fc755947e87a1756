package dev.pctl.progress.ansi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A footer that is redrawn in place, below lines that stay. Between frames the cursor rests at the end of the footer's
 * last line. Every frame is one write, and rewrites only the lines that differ.
 */
final class Screen {

    /** Takes what is written, in one piece. */
    interface Output {
        void write(String text) throws IOException;
    }

    /** Begin and end of a synchronized update (mode 2026): terminals without it ignore them. */
    private static final String BEGIN = "\u001b[?2026h";

    private static final String END = "\u001b[?2026l";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    /** A line as it is written, and how many columns it takes. */
    record Row(String text, int columns) {}

    private final Output output;
    private List<Row> footer = List.of();
    private int width;

    Screen(Output output) {
        this.output = output;
    }

    /**
     * Draws a frame.
     *
     * @param staying lines that go into the history above the footer
     * @param newFooter the footer's lines
     */
    void draw(List<Row> staying, List<Row> newFooter, int newWidth) throws IOException {
        boolean resized = width != newWidth;
        if (staying.isEmpty() && newFooter.equals(footer) && !resized) {
            return;
        }
        StringBuilder frame = new StringBuilder(BEGIN).append(HIDE_CURSOR);
        if (staying.isEmpty() && !resized && newFooter.size() == footer.size()) {
            patch(frame, newFooter);
        } else {
            redraw(frame, staying, newFooter, newWidth);
        }
        footer = List.copyOf(newFooter);
        width = newWidth;
        output.write(frame.append(SHOW_CURSOR).append(END).toString());
    }

    /** Removes the footer and leaves the cursor at the beginning of an empty line below what stays. */
    void end(List<Row> staying) throws IOException {
        StringBuilder frame = new StringBuilder();
        toTop(frame, width);
        frame.append(ERASE_BELOW);
        append(frame, staying);
        footer = List.of();
        output.write(frame.append(SHOW_CURSOR).toString());
    }

    private void patch(StringBuilder frame, List<Row> newFooter) {
        int at = footer.size() - 1;
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < newFooter.size(); i++) {
            if (!newFooter.get(i).equals(footer.get(i))) {
                changed.add(i);
            }
        }
        for (int i : changed) {
            move(frame, i - at);
            frame.append('\r').append(newFooter.get(i).text()).append(ERASE_LINE);
            at = i;
        }
        move(frame, footer.size() - 1 - at);
    }

    private static void move(StringBuilder frame, int down) {
        if (down < 0) {
            frame.append("\u001b[").append(-down).append('A');
        } else if (down > 0) {
            frame.append("\u001b[").append(down).append('B');
        }
    }

    private void redraw(StringBuilder frame, List<Row> staying, List<Row> newFooter, int newWidth) {
        toTop(frame, newWidth);
        append(frame, staying);
        for (int i = 0; i < newFooter.size(); i++) {
            frame.append(i == 0 ? "" : "\r\n").append(newFooter.get(i).text()).append(ERASE_LINE);
        }
        frame.append(ERASE_BELOW);
    }

    private static void append(StringBuilder frame, List<Row> lines) {
        for (Row line : lines) {
            frame.append(line.text()).append(ERASE_LINE).append("\r\n");
        }
    }

    /** To the footer's first row. In a window that became narrower its lines take more rows than they did. */
    private void toTop(StringBuilder frame, int nowWidth) {
        int rows = 0;
        for (Row row : footer) {
            rows += nowWidth <= 0 ? 1 : Math.max(1, (row.columns() + nowWidth - 1) / nowWidth);
        }
        move(frame, -(Math.max(1, rows) - 1));
        frame.append('\r');
    }
}
