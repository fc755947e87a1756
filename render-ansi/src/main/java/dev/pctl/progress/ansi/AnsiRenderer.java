package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.Screen.Row;
import dev.pctl.progress.render.Renderer;
import dev.pctl.progress.state.RunView;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * A moving display: what is finished scrolls up and stays, what is going on stands in a footer that is redrawn in
 * place. The cursor is visible whenever no frame is being written, so that whatever ends the program leaves a usable
 * terminal.
 */
public final class AnsiRenderer implements Renderer {

    private final Writer out;
    private final Supplier<Size> size;
    private final @Nullable Terminal terminal;
    private final Theme theme;
    private final Layout layout;
    private final Journal journal;
    private final Screen screen;
    private boolean clean = true;

    private AnsiRenderer(Writer out, Supplier<Size> size, @Nullable Terminal terminal, Detail detail, Theme theme) {
        this.out = out;
        this.size = size;
        this.terminal = terminal;
        this.theme = theme;
        this.layout = new Layout(detail, theme);
        this.journal = new Journal(detail, theme, false);
        this.screen = new Screen(this::write);
    }

    /** Draws on a terminal, which is closed with the renderer. */
    public static AnsiRenderer of(Terminal terminal, Detail detail, Theme theme) {
        return new AnsiRenderer(terminal.writer(), terminal::getSize, terminal, detail, theme);
    }

    /**
     * Draws for a window of fixed size, whatever takes the characters: a recording, a socket, a test.
     *
     * @param columns the window's width
     * @param rows the window's height
     */
    public static AnsiRenderer of(Writer out, int columns, int rows, Detail detail, Theme theme) {
        Size fixed = Size.of(columns, rows);
        return new AnsiRenderer(out, () -> fixed, null, detail, theme);
    }

    @Override
    public void render(RunView view, Instant now) throws IOException {
        Size window = window();
        int width = window.getColumns();
        List<Row> staying = rows(journal.news(view, now));
        List<Row> footer = layout.draw(view, now, width, window.getRows()).stream()
                .map(this::row)
                .toList();
        clean = false;
        screen.draw(staying, footer, width);
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        int width = window().getColumns();
        screen.draw(rows(journal.news(view, now)), List.of(), width);
        screen.end(rows(new Closing(theme).lines(view, now)));
        clean = true;
    }

    @Override
    public void close() throws IOException {
        if (!clean) {
            clean = true;
            screen.end(List.of());
        }
        if (terminal != null) {
            terminal.close();
        }
    }

    private Size window() {
        Size window = size.get();
        boolean known = window.getColumns() > 0 && window.getRows() > 0;
        return known ? window : Size.of(80, 24);
    }

    /** What stays is not cut: a terminal wraps it, and it can be copied whole. */
    private List<Row> rows(List<Line> lines) {
        return lines.stream().map(l -> row(l.build())).toList();
    }

    private Row row(AttributedString line) {
        String text = theme.color() ? colored(line) : line.toString();
        return new Row(text, line.columnLength());
    }

    private static String colored(AttributedString line) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < line.length(); ) {
            int to = line.runLimit(from);
            String style = line.styleAt(from).toAnsi();
            String run = line.subSequence(from, to).toString();
            text.append(style.isEmpty() ? run : "\u001b[" + style + 'm' + run + "\u001b[0m");
            from = to;
        }
        return text.toString();
    }

    private void write(String text) throws IOException {
        out.write(text);
        out.flush();
    }
}
