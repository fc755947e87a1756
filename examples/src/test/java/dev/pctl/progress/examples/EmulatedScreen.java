package dev.pctl.progress.examples;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.ScreenTerminal;

/** A terminal emulator that takes what is written, and tells what is on its screen. */
final class EmulatedScreen extends Writer {

    private final ScreenTerminal terminal;

    EmulatedScreen(int columns, int rows) {
        terminal = new ScreenTerminal(columns, rows);
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        terminal.write(new String(chars, offset, length));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** The lines without blanks at their ends, and without empty lines at the bottom. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (long[] row : rows()) {
            lines.add(text(row));
        }
        return lines;
    }

    /** The lines, each followed by one that tells the style of each character, where there is any. */
    List<String> linesWithStyles() {
        List<String> lines = new ArrayList<>();
        for (long[] row : rows()) {
            lines.add(text(row));
            StringBuilder styles = new StringBuilder();
            for (long cell : row) {
                if (ScreenTerminal.cellCodePoint(cell) != 0) {
                    styles.append(style(cell));
                }
            }
            if (!styles.toString().isBlank()) {
                lines.add(styles.toString().stripTrailing());
            }
        }
        return lines;
    }

    private List<long[]> rows() {
        int columns = terminal.getColumns();
        long[] cells = new long[columns * terminal.getRows()];
        terminal.dump(cells, new int[2]);
        List<long[]> rows = new ArrayList<>();
        for (int row = 0; row < terminal.getRows(); row++) {
            rows.add(Arrays.copyOfRange(cells, row * columns, (row + 1) * columns));
        }
        while (!rows.isEmpty() && text(rows.get(rows.size() - 1)).isEmpty()) {
            rows.remove(rows.size() - 1);
        }
        return rows;
    }

    static String text(long[] cells) {
        StringBuilder line = new StringBuilder();
        for (long cell : cells) {
            int c = ScreenTerminal.cellCodePoint(cell);
            if (c != 0) {
                line.appendCodePoint(c);
            }
        }
        return line.toString().stripTrailing();
    }

    /** b bold, f faint, and the first letter of a colour; upper case where it is bold too. */
    private static char style(long cell) {
        if (ScreenTerminal.cellCodePoint(cell) == ' ') {
            return ' ';
        }
        char style = ScreenTerminal.cellHasForeground(cell) ? color(ScreenTerminal.cellForeground(cell)) : ' ';
        if (style == ' ') {
            return ScreenTerminal.cellBold(cell) ? 'b' : ScreenTerminal.cellDim(cell) ? 'f' : ' ';
        }
        return ScreenTerminal.cellBold(cell) ? Character.toUpperCase(style) : style;
    }

    private static char color(int color) {
        int rgb = ScreenTerminal.cellColorRgb(color);
        boolean red = (rgb >> 16 & 0xFF) > 0x7F;
        boolean green = (rgb >> 8 & 0xFF) > 0x7F;
        boolean blue = (rgb & 0xFF) > 0x7F;
        return red ? green ? 'y' : 'r' : green ? blue ? 'c' : 'g' : '?';
    }
}
