package dev.pctl.progress.ansi.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.internal.terminal.FooterScreen.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;

class FooterScreenTest {

    private final List<String> frames = new ArrayList<>();
    private final FooterScreen screen = new FooterScreen(frames::add, true);

    private static List<Row> rows(String... lines) {
        return Arrays.stream(lines).map(l -> new Row(l, l.length())).toList();
    }

    private String last() {
        return frames.get(frames.size() - 1);
    }

    @Test
    void erasesTheWrappedFooterBeforeDrawingInANarrowerOrWiderWindow() throws IOException {
        List<Row> footer = rows("x".repeat(90), "y".repeat(20));
        screen.draw(rows("stays"), footer, 100, "");
        screen.draw(List.of(), rows("x".repeat(50), "y".repeat(20)), 52, "");
        assertThat(last()).contains("\u001b[2A\r\u001b[K\u001b[1B\u001b[K\u001b[1B\u001b[K\u001b[2A");
        screen.draw(List.of(), footer, 100, "");
        assertThat(last()).contains("\u001b[1A\r\u001b[K\u001b[1B\u001b[K\u001b[1A");
        screen.draw(List.of(), rows("x".repeat(90), "z".repeat(20)), 100, "");
        assertThat(last()).as("no flicker while the width is the same").doesNotContain("\u001b[J");
    }

    @Test
    void keepsStayingLinesWhenTheWindowBecomesNarrowerAndWiderAgain() throws IOException {
        ScreenTerminal terminal = new ScreenTerminal(60, 12);
        FooterScreen cutting = new FooterScreen(terminal::write, false);
        cutting.draw(rows("first", "second"), rows("footer " + "x".repeat(40), "end"), 60, "");
        for (int width : new int[] {30, 60, 20, 60}) {
            terminal.setSize(Size.of(width, 12));
            cutting.draw(List.of(), rows("footer".substring(0, Math.min(6, width)), "end " + width), width, "");
        }
        cutting.draw(rows("third"), rows("footer", "end"), 60, "");
        assertThat(shown(terminal)).containsExactly("first", "second", "third", "footer", "end");
    }

    @Test
    void endsAFrameThatTheTerminalReadOnlyInPart() throws IOException {
        screen.draw(List.of(), rows("one", "two"), 40, "");
        screen.end(rows("the end"), "");
        assertThat(last()).endsWith("\u001b[?7h\u001b[?2026l\u001b[?25h");
    }

    @Test
    void leavesAFreeLineForAnotherProgramAndDrawsBelowIt() throws IOException {
        ScreenTerminal terminal = new ScreenTerminal(40, 12);
        FooterScreen suspended = new FooterScreen(terminal::write, true);
        suspended.draw(List.of(), rows("one", "two"), 40, "");
        suspended.park();
        terminal.write("$ fg\r\n");
        suspended.restart();
        suspended.draw(List.of(), rows("one", "two"), 40, "");
        assertThat(shown(terminal)).containsExactly("one", "two", "$ fg", "one", "two");
    }

    private static List<String> shown(ScreenTerminal terminal) {
        long[] cells = new long[terminal.getColumns() * terminal.getRows()];
        terminal.dump(cells, new int[2]);
        return Stream.iterate(0, r -> r + 1)
                .limit(terminal.getRows())
                .map(r -> text(cells, r * terminal.getColumns(), terminal.getColumns()))
                .filter(l -> !l.isEmpty())
                .toList();
    }

    private static String text(long[] cells, int from, int columns) {
        StringBuilder line = new StringBuilder();
        for (int i = from; i < from + columns; i++) {
            int c = ScreenTerminal.cellCodePoint(cells[i]);
            line.appendCodePoint(c == 0 ? ' ' : c);
        }
        return line.toString().stripTrailing();
    }
}
