package dev.pctl.progress.examples.replay;

import java.io.Writer;
import java.util.List;
import java.util.Locale;
import org.jline.utils.ScreenTerminal;

/**
 * Draws a terminal screen as SVG. It takes terminal output with control sequences and draws the screen of a terminal
 * emulator. Block characters are drawn as boxes, because fonts leave gaps between them.
 */
public final class SvgScreen extends Writer {

    private static final double CELL_WIDTH = 8.4;
    private static final int CELL_HEIGHT = 19;
    private static final int MARGIN = 16;
    private static final int TITLE = 34;
    private static final int FULL_BLOCK = 0x2588;
    private static final int LIGHT_SHADE = 0x2591;

    /**
     * The colours of a window.
     *
     * @param colors the eight basic colours
     */
    public record Palette(String background, String text, String frame, List<String> colors) {

        public static final Palette DARK = new Palette(
                "#15191f",
                "#d5dae3",
                "#262c35",
                List.of("#20242b", "#e06c75", "#8fc97a", "#e5b567", "#61afef", "#c678dd", "#4fc1cf", "#abb2bf"));

        public static final Palette LIGHT = new Palette(
                "#fdfdfb",
                "#2b3038",
                "#e6e6e1",
                List.of("#2b3038", "#b3261e", "#2e7d32", "#9a6700", "#0b5cad", "#7b3fa0", "#0b7285", "#6b7280"));

        public Palette {
            colors = List.copyOf(colors);
        }
    }

    private final ScreenTerminal terminal;

    public SvgScreen(int columns, int rows) {
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

    /** Draws the current screen without empty lines at its bottom. */
    public String draw(String title, Palette palette) {
        int columns = terminal.getColumns();
        long[] cells = new long[columns * terminal.getRows()];
        terminal.dump(cells, new int[2]);
        int rows = used(cells, columns);
        double width = columns * CELL_WIDTH + 2 * MARGIN;
        int height = rows * CELL_HEIGHT + 2 * MARGIN + TITLE;
        StringBuilder svg = new StringBuilder();
        svg.append(text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"%s\" width=\"%.0f\" height=\"%d\" viewBox=\"0 0 %.0f %d\""
                        + " font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n",
                escaped(title), width, height, width, height));
        svg.append(
                text("<rect width=\"%.0f\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n", width, height, palette.background));
        svg.append(text(
                "<path d=\"M0 %d V8 Q0 0 8 0 H%.0f Q%.0f 0 %.0f 8 V%d Z\" fill=\"%s\"/>\n",
                TITLE - 6, width - 8, width, width, TITLE - 6, palette.frame));
        svg.append(text(
                "<text x=\"%.0f\" y=\"19\" text-anchor=\"middle\" font-size=\"12\" fill=\"%s\" opacity=\"0.7\">%s</text>\n",
                width / 2, palette.text, escaped(title)));
        for (int row = 0; row < rows; row++) {
            drawRow(svg, cells, row * columns, columns, TITLE + MARGIN + row * CELL_HEIGHT, palette);
        }
        return svg.append("</svg>\n").toString();
    }

    private static int used(long[] cells, int columns) {
        int last = cells.length - 1;
        while (last > 0 && blank(ScreenTerminal.cellCodePoint(cells[last]))) {
            last--;
        }
        return last / columns + 1;
    }

    private static boolean blank(int codePoint) {
        return codePoint == 0 || codePoint == ' ';
    }

    private static void drawRow(StringBuilder svg, long[] cells, int from, int columns, int top, Palette palette) {
        for (int start = 0; start < columns; ) {
            int end = start + 1;
            while (end < columns && sameLook(cells[from + start], cells[from + end])) {
                end++;
            }
            drawRun(svg, cells, from, start, end, top, palette);
            start = end;
        }
    }

    /** Returns whether two cells share a text element; wide characters and blocks get their own. */
    private static boolean sameLook(long one, long other) {
        return ScreenTerminal.cellAttr(one) == ScreenTerminal.cellAttr(other) && isText(one) && isText(other);
    }

    private static boolean isText(long cell) {
        int c = ScreenTerminal.cellCodePoint(cell);
        return c > 0 && c < 0x2580;
    }

    private static void drawRun(
            StringBuilder svg, long[] cells, int from, int start, int end, int top, Palette palette) {
        long look = cells[from + start];
        int first = ScreenTerminal.cellCodePoint(look);
        String color = color(look, palette);
        double x = MARGIN + start * CELL_WIDTH;
        if (first == FULL_BLOCK || first == LIGHT_SHADE) {
            svg.append(text(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"%s/>\n",
                    x,
                    top + 3,
                    CELL_WIDTH + 0.1,
                    CELL_HEIGHT - 7,
                    color,
                    first == FULL_BLOCK ? "" : " opacity=\"0.22\""));
            return;
        }
        StringBuilder run = new StringBuilder();
        for (int i = start; i < end; i++) {
            int c = ScreenTerminal.cellCodePoint(cells[from + i]);
            if (c != 0) {
                run.appendCodePoint(c);
            }
        }
        if (run.toString().isBlank()) {
            return;
        }
        String length = end - start > 1 ? text(" textLength=\"%.1f\"", (end - start) * CELL_WIDTH) : "";
        svg.append(text(
                "<text x=\"%.1f\" y=\"%d\"%s xml:space=\"preserve\" fill=\"%s\"%s%s>%s</text>\n",
                x,
                top + 14,
                length,
                color,
                ScreenTerminal.cellBold(look) ? " font-weight=\"bold\"" : "",
                ScreenTerminal.cellDim(look) ? " opacity=\"0.62\"" : "",
                escaped(run.toString())));
    }

    private static String color(long cell, Palette palette) {
        if (!ScreenTerminal.cellHasForeground(cell)) {
            return palette.text;
        }
        int rgb = ScreenTerminal.cellColorRgb(ScreenTerminal.cellForeground(cell));
        for (int i = 0; i < palette.colors.size(); i++) {
            if (rgb == STANDARD[i]) {
                return palette.colors.get(i);
            }
        }
        return text("#%06x", rgb & 0xFFFFFF);
    }

    /** The values that the emulator uses for the eight basic colours. */
    private static final int[] STANDARD = standard();

    private static int[] standard() {
        int[] colors = new int[8];
        ScreenTerminal probe = new ScreenTerminal(20, 2);
        for (int i = 0; i < colors.length; i++) {
            probe.write("\u001b[3" + i + "mx");
        }
        long[] cells = new long[40];
        probe.dump(cells, new int[2]);
        for (int i = 0; i < colors.length; i++) {
            colors[i] = ScreenTerminal.cellColorRgb(ScreenTerminal.cellForeground(cells[i]));
        }
        return colors;
    }

    /** Removes characters that XML does not allow (XML 1.0, section 2.2). */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().filter(SvgScreen::isXml).forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return c >= ' ' && !surrogate && c != 0xFFFE && c != 0xFFFF;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
