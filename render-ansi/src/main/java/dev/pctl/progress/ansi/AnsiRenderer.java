package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.AnsiEncoder;
import dev.pctl.progress.ansi.internal.terminal.FooterScreen;
import dev.pctl.progress.ansi.internal.terminal.FooterScreen.Row;
import dev.pctl.progress.ansi.internal.terminal.HostText;
import dev.pctl.progress.ansi.internal.terminal.LinePrintStream;
import dev.pctl.progress.ansi.internal.terminal.TerminalSession;
import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.internal.text.RunSummary;
import dev.pctl.progress.ansi.internal.text.ScrollbackLog;
import dev.pctl.progress.ansi.layout.Layout;
import dev.pctl.progress.ansi.layout.Layouts;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.RunView;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A moving display: what is finished scrolls up and stays, what is going on stands in a footer that is redrawn in
 * place. The cursor is visible whenever no frame is being written, so that whatever ends the program leaves a usable
 * terminal. Thread-safe.
 */
public final class AnsiRenderer implements TextRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(AnsiRenderer.class);
    private static final Size USUAL_SIZE = Size.of(80, 24);

    private final Object lock = new Object();
    private final Writer out;
    private final @Nullable Size fixed;
    private final @Nullable TerminalSession tty;
    private final Theme theme;
    private final Function<Detail, Layout> layouts;
    private final AnsiEncoder inks;
    private final TaskBar taskBar;
    private final ScrollbackLog journal;
    private final FooterScreen screen;
    private final boolean keys;
    private final List<Row> above = new ArrayList<>();
    private volatile Detail detail;
    private volatile Runnable redraw = () -> {};
    private boolean attached;
    private boolean exiting;
    private boolean clean = true;

    private AnsiRenderer(Builder builder, Writer out, @Nullable Size fixed, @Nullable Terminal terminal) {
        this.out = out;
        this.fixed = fixed;
        this.theme = builder.theme;
        this.layouts = builder.layouts;
        this.detail = builder.detail;
        TerminalCapabilities capabilities = builder.capabilities;
        this.inks = new AnsiEncoder(theme, capabilities.hyperlinks() ? builder.links : null);
        this.taskBar = new TaskBar(capabilities.taskbar());
        this.journal = new ScrollbackLog(detail, theme, false);
        this.screen = new FooterScreen(this::write, capabilities.reflow());
        this.tty = terminal == null ? null : new TerminalSession(terminal, new Events());
        this.keys = tty != null && builder.keys && tty.onKeys(this::pressed);
    }

    /** Whether keys are read, so that nobody else gets them. */
    public boolean readsKeys() {
        return keys;
    }

    /** Describes a renderer. */
    public static Builder builder() {
        return new Builder();
    }

    /** Draws on a terminal, which is closed with the renderer. */
    public static AnsiRenderer of(Terminal terminal, Detail detail, Theme theme) {
        return builder().detail(detail).theme(theme).on(terminal);
    }

    /**
     * Draws for a window of fixed size, whatever takes the characters: a recording, a socket, a test.
     *
     * @param columns the window's width
     * @param rows the window's height
     */
    public static AnsiRenderer of(Writer out, int columns, int rows, Detail detail, Theme theme) {
        return builder().detail(detail).theme(theme).on(out, columns, rows);
    }

    @Override
    public void attach(Runnable request) {
        redraw = request;
        synchronized (lock) {
            attached = true;
        }
    }

    @Override
    public void render(RunView view, Instant now) throws IOException {
        synchronized (lock) {
            if (exiting) {
                return;
            }
            Size window = window();
            int width = window.getColumns();
            int room = Math.max(0, window.getRows() - 1);
            List<Row> footer = layouts.apply(detail).draw(view, now, width, room, theme).stream()
                    .limit(room)
                    .map(l -> inks.row(l.in(theme).fit(width, theme)))
                    .toList();
            clean = false;
            screen.draw(staying(view, now, width), footer, width, taskBar.show(view));
        }
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        synchronized (lock) {
            int width = window().getColumns();
            List<Row> lines = staying(view, now, width);
            lines.addAll(rows(new RunSummary(theme).lines(view, now), width));
            screen.end(lines, taskBar.end());
            clean = true;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            if (!clean || !above.isEmpty()) {
                clean = true;
                screen.end(List.copyOf(above), taskBar.end());
                above.clear();
            }
            if (tty != null) {
                tty.close();
            }
        }
    }

    // ---- what the host does meanwhile

    @Override
    public Detail detail() {
        return detail;
    }

    @Override
    public void detail(Detail level) {
        synchronized (lock) {
            detail = level;
            journal.detail(level);
        }
        redraw.run();
    }

    /** Keys 0, 1 and 2 choose a level of detail; v goes to the highest and back. */
    private void pressed(int key) {
        switch (key) {
            case '0', '1', '2' -> detail(Detail.of(key - '0'));
            case 'v' -> detail(detail == Detail.EVERYTHING ? Detail.PACKAGES : Detail.EVERYTHING);
            default -> LOG.trace("no meaning of key {}", key);
        }
    }

    @Override
    public void printAbove(String text) {
        synchronized (lock) {
            above.addAll(HostText.rows(text, theme));
            if (!attached) {
                guarded(() -> screen.print(taken()));
            }
        }
        redraw.run();
    }

    @Override
    public PrintStream above() {
        return LinePrintStream.to(this::printAbove);
    }

    /** What the terminal tells. */
    private final class Events implements TerminalSession.Listener {
        @Override
        public void resized() {
            redraw.run();
        }

        @Override
        public void suspending() {
            synchronized (lock) {
                guarded(screen::park);
            }
        }

        @Override
        public void resumed() {
            synchronized (lock) {
                guarded(screen::restart);
            }
            redraw.run();
        }

        @Override
        public void exiting() {
            synchronized (lock) {
                exiting = true;
                if (!above.isEmpty()) {
                    guarded(() -> screen.print(taken()));
                }
                if (!clean) {
                    guarded(screen::park);
                }
            }
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** In threads that are not the display's own a terminal that is gone is nobody's concern. */
    private static void guarded(Writing writing) {
        try {
            writing.run();
        } catch (IOException | IllegalStateException | IOError e) {
            LOG.debug("the terminal is gone", e);
        }
    }

    // ---- drawing

    private Size window() {
        Size window = fixed != null ? fixed : tty != null ? tty.size() : USUAL_SIZE;
        boolean known = window.getColumns() > 0 && window.getRows() > 0;
        return known ? window : USUAL_SIZE;
    }

    private List<Row> staying(RunView view, Instant now, int width) {
        List<Row> rows = new ArrayList<>(taken());
        rows.addAll(rows(journal.news(view, now), width));
        return rows;
    }

    private List<Row> taken() {
        List<Row> taken = List.copyOf(above);
        above.clear();
        return taken;
    }

    /** What stays is wrapped, not cut. */
    private List<Row> rows(List<StyledLine> lines, int width) {
        return lines.stream()
                .flatMap(l -> l.in(theme).wrap(width).stream())
                .map(inks::row)
                .toList();
    }

    private void write(String text) throws IOException {
        out.write(text);
        out.flush();
        if (out instanceof PrintWriter printer && printer.checkError()) {
            throw new IOException("the terminal takes no more output");
        }
    }

    /** Progress in the task bar or the window's tab (OSC 9;4), written when its number changes. */
    private static final class TaskBar {
        private static final int NORMAL = 1;
        private static final int ERROR = 2;
        private static final int UNKNOWN = 3;

        private final boolean there;
        private String shown = "";

        TaskBar(boolean there) {
            this.there = there;
        }

        String show(RunView view) {
            boolean failed = !view.failures().isEmpty() || view.count(Outcome.FAILED) > 0;
            int state = failed ? ERROR : RunPhrases.isShareKnown(view) ? NORMAL : UNKNOWN;
            int percent = (int) (view.fraction() * 100);
            return there ? change("\u001b]9;4;" + state + ';' + percent + "\u001b\\") : "";
        }

        String end() {
            return there && !shown.isEmpty() ? change("\u001b]9;4;0;0\u001b\\") : "";
        }

        private String change(String wanted) {
            boolean same = wanted.equals(shown);
            shown = wanted;
            return same ? "" : wanted;
        }
    }

    /** Describes a renderer before it draws. */
    public static final class Builder {

        private Detail detail = Detail.PACKAGES;
        private Theme theme = Theme.COLOR;
        private Function<Detail, Layout> layouts = Layouts::of;
        private TerminalCapabilities capabilities = TerminalCapabilities.NONE;
        private Function<String, @Nullable String> links = AnsiEncoder::fileAddress;
        private boolean keys;

        private Builder() {}

        /** How much is shown at first; packages unless given. */
        public Builder detail(Detail level) {
            detail = level;
            return this;
        }

        /** What it is drawn with. */
        public Builder theme(Theme newTheme) {
            theme = newTheme;
            return this;
        }

        /** The layout of each level of detail; those of the library unless given. */
        public Builder layouts(Function<Detail, Layout> newLayouts) {
            layouts = newLayouts;
            return this;
        }

        /** What the terminal can do beyond the ordinary; nothing unless given. */
        public Builder capabilities(TerminalCapabilities newCapabilities) {
            capabilities = newCapabilities;
            return this;
        }

        /**
         * The address to which the path of a log is linked, or null for none; a {@code file:} address unless given. For
         * logs that are on another machine than the terminal.
         */
        public Builder links(Function<String, @Nullable String> addresses) {
            links = addresses;
            return this;
        }

        /**
         * Whether keys change the level of detail: 0, 1, 2, and v for all and back. They are read by a thread that ends
         * with the renderer, where the terminal is also the standard input.
         */
        public Builder keys(boolean on) {
            keys = on;
            return this;
        }

        /**
         * Draws on a terminal, which is closed with the renderer. Until then the renderer takes the signals WINCH, TSTP and
         * CONT, and a shutdown hook leaves the terminal usable.
         */
        public AnsiRenderer on(Terminal terminal) {
            return new AnsiRenderer(this, TerminalSession.writer(terminal), null, terminal);
        }

        /** Draws for a window of fixed size, whatever takes the characters. */
        public AnsiRenderer on(Writer out, int columns, int rows) {
            return new AnsiRenderer(this, out, Size.of(columns, rows), null);
        }
    }
}
