package dev.pctl.progress.examples.ami.history;

import java.io.PrintStream;
import java.util.List;

/** Tables of text. */
final class TextTable {

    private TextTable() {}

    /** Prints a table: the first column is left-aligned text, the others are right-aligned numbers. */
    static void print(PrintStream out, List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String blanks = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + blanks : "  " + blanks + row.get(i));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
