package dev.pctl.progress.examples;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.ScreenTerminal;

/** A terminal emulator: a writer that shows what is written as a terminal would. */
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

    /** The lines, each with the styles of its columns behind it: {@code ✓ zlib@1.3  5.0s ¦ 1g 3-10b 13-16f}. */
    List<String> linesWithStyles() {
        List<String> lines = new ArrayList<>();
        for (long[] row : rows()) {
            String styles = styles(row);
            lines.add(text(row) + (styles.isEmpty() ? "" : " ¦" + styles));
        }
        return lines;
    }

    /** Columns from 1 and what they look like; blanks look like what is around them. */
    private static String styles(long[] row) {
        StringBuilder styles = new StringBuilder();
        int from = 0;
        int last = 0;
        char current = ' ';
        for (int column = 0; column <= row.length; column++) {
            boolean end = column == row.length;
            int c = end ? 0 : ScreenTerminal.cellCodePoint(row[column]);
            if (!end && (c == 0 || c == ' ')) {
                continue;
            }
            char style = end ? ' ' : style(row[column]);
            if (style != current) {
                if (current != ' ') {
                    styles.append(' ')
                            .append(from + 1)
                            .append(last > from ? "-" + (last + 1) : "")
                            .append(current);
                }
                from = column;
                current = style;
            }
            last = column;
        }
        return styles.toString();
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
