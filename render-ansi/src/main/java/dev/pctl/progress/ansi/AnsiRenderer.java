package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.AnsiEncoder;
import dev.pctl.progress.ansi.internal.terminal.FooterScreen;
import dev.pctl.progress.ansi.internal.terminal.FooterScreen.Row;
import dev.pctl.progress.ansi.internal.terminal.HostText;
import dev.pctl.progress.ansi.internal.terminal.LinePrintStream;
import dev.pctl.progress.ansi.internal.terminal.SystemTerminal;
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
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moving display: finished work scrolls up and stays, work in progress is in a footer that is redrawn in place. The
 * cursor is hidden only while a frame is written, so that the terminal is usable whatever ends the program. Thread-safe.
 */
public final class AnsiRenderer implements TextRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(AnsiRenderer.class);
    private static final Size DEFAULT_SIZE = Size.of(80, 24);

    private final Object lock = new Object();
    private final Writer out;
    private final @Nullable Size fixed;
    private final @Nullable TerminalSession session;
    private final Theme theme;
    private final Function<Detail, Layout> layouts;
    private final AnsiEncoder encoder;
    private final TaskBar taskBar;
    private final ScrollbackLog log;
    private final FooterScreen screen;
    private final boolean keys;
    private final List<Row> above = new ArrayList<>();
    private volatile Detail detail;
    private volatile Runnable redraw = () -> {};
    private final List<LinePrintStream> streams = new CopyOnWriteArrayList<>();
    private boolean attached;
    private boolean suspended;
    private boolean finished;
    private boolean clean = true;
    private volatile boolean exiting;
    private volatile boolean closed;

    private AnsiRenderer(Builder builder, Writer out, @Nullable Size fixed, @Nullable Terminal terminal) {
        this.out = out;
        this.fixed = fixed;
        this.theme = builder.theme;
        this.layouts = builder.layouts;
        this.detail = builder.detail;
        TerminalCapabilities capabilities = builder.capabilities;
        this.encoder = new AnsiEncoder(theme, capabilities.hyperlinks() ? builder.links : null);
        this.taskBar = new TaskBar(capabilities.taskbar());
        this.log = new ScrollbackLog(detail, theme, false);
        this.screen = new FooterScreen(this::write, capabilities.reflow());
        this.session = terminal == null ? null : new TerminalSession(terminal, new Events());
        this.keys = session != null && builder.keys && session.onKeys(this::pressed);
    }

    /** Returns whether this renderer reads keys, so that the host cannot. */
    public boolean readsKeys() {
        return keys;
    }

    /** Returns a builder of renderers. */
    public static Builder builder() {
        return new Builder();
    }

    /** Creates a renderer that draws on a terminal and closes it. */
    public static AnsiRenderer of(Terminal terminal, Detail detail, Theme theme) {
        return builder().detail(detail).theme(theme).on(terminal);
    }

    /**
     * Creates a renderer for a window of fixed size: a recording, a socket, a test.
     *
     * @param columns the window's width
     * @param rows the window's height
     */
    public static AnsiRenderer of(Writer out, int columns, int rows, Detail detail, Theme theme) {
        return builder().detail(detail).theme(theme).on(out, columns, rows);
    }

    @Override
    public void attach(Runnable request) {
        Objects.requireNonNull(request, "request");
        redraw = request;
        synchronized (lock) {
            attached = true;
        }
    }

    @Override
    public void render(RunView view, Instant now) throws IOException {
        synchronized (lock) {
            if (exiting || suspended) {
                return;
            }
            Size window = window();
            int width = window.getColumns();
            int room = Math.max(0, window.getRows() - 1);
            List<Row> footer = layouts.apply(detail).draw(view, now, width, room, theme).stream()
                    .limit(room)
                    .map(l -> encoder.row(l.in(theme).fit(width, theme)))
                    .toList();
            clean = false;
            screen.draw(staying(view, now, width), footer, width, taskBar.show(view));
        }
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        synchronized (lock) {
            int width = window().getColumns();
            finished = true;
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
            closed = true;
            if (session != null) {
                session.close();
            }
        }
        // Not within the lock: a thread that writes holds its stream and waits for the lock.
        streams.forEach(LinePrintStream::release);
    }

    // ---- for the host

    @Override
    public Detail detail() {
        return detail;
    }

    @Override
    public void detail(Detail level) {
        Objects.requireNonNull(level, "level");
        synchronized (lock) {
            detail = level;
            log.detail(level);
        }
        redraw.run();
    }

    /** Keys 0, 1 and 2 choose a level of detail; v switches to the highest and back. */
    private void pressed(int key) {
        switch (key) {
            case '0', '1', '2' -> detail(Detail.of(key - '0'));
            case 'v' -> detail(detail == Detail.EVERYTHING ? Detail.PACKAGES : Detail.EVERYTHING);
            default -> LOG.trace("key {} has no meaning", key);
        }
    }

    @Override
    public void printAbove(String text) {
        Objects.requireNonNull(text, "text");
        synchronized (lock) {
            if (isClosed()) {
                writeThrough(text + System.lineSeparator());
                return;
            }
            above.addAll(HostText.rows(text, theme));
            if (!attached || finished) {
                guarded(() -> screen.print(taken()));
            }
        }
        redraw.run();
    }

    @Override
    public PrintStream above() {
        LinePrintStream stream = new LinePrintStream(new Above());
        streams.add(stream);
        return stream.printer();
    }

    private boolean isClosed() {
        return closed || exiting;
    }

    private void writeThrough(String text) {
        synchronized (lock) {
            guarded(() -> write(text));
        }
    }

    /** Takes what is written to the streams that hosts were given. */
    private final class Above implements LinePrintStream.Display {
        @Override
        public void printAbove(String line) {
            AnsiRenderer.this.printAbove(line);
        }

        @Override
        public boolean isClosed() {
            return AnsiRenderer.this.isClosed();
        }

        @Override
        public void writeThrough(String text) {
            AnsiRenderer.this.writeThrough(text);
        }
    }

    /** Reacts to what happens to the terminal. */
    private final class Events implements TerminalSession.Listener {
        @Override
        public void resized() {
            redraw.run();
        }

        @Override
        public void suspending() {
            synchronized (lock) {
                suspended = true;
                guarded(screen::park);
            }
        }

        @Override
        public void resumed() {
            synchronized (lock) {
                suspended = false;
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

    /** Writes from a thread other than the display's own, which reports it if the terminal is gone. */
    private static void guarded(Writing writing) {
        try {
            writing.run();
        } catch (IOException | IllegalStateException | IOError e) {
            LOG.debug("the terminal is gone", e);
        }
    }

    // ---- drawing

    private Size window() {
        Size window = fixed != null ? fixed : session != null ? session.size() : DEFAULT_SIZE;
        boolean known = window.getColumns() > 0 && window.getRows() > 0;
        return known ? window : DEFAULT_SIZE;
    }

    private List<Row> staying(RunView view, Instant now, int width) {
        List<Row> rows = new ArrayList<>(taken());
        rows.addAll(rows(log.news(view, now), width));
        return rows;
    }

    private List<Row> taken() {
        List<Row> taken = List.copyOf(above);
        above.clear();
        return taken;
    }

    /** Returns the rows of lines that stay: they are wrapped, not cut. */
    private List<Row> rows(List<StyledLine> lines, int width) {
        return lines.stream()
                .flatMap(l -> l.in(theme).wrap(width, theme).stream())
                .map(encoder::row)
                .toList();
    }

    private void write(String text) throws IOException {
        out.write(text);
        out.flush();
        if (out instanceof PrintWriter printer && printer.checkError()) {
            throw new IOException("the terminal accepts no more output");
        }
    }

    /** The progress in the task bar or the window's tab (OSC 9;4), written when it changes. */
    private static final class TaskBar {
        private static final int NORMAL = 1;
        private static final int ERROR = 2;
        private static final int UNKNOWN = 3;

        private final boolean supported;
        private String shown = "";

        TaskBar(boolean supported) {
            this.supported = supported;
        }

        String show(RunView view) {
            boolean failed = !view.failures().isEmpty() || view.count(Outcome.FAILED) > 0;
            int state = failed ? ERROR : RunPhrases.isShareKnown(view) ? NORMAL : UNKNOWN;
            int percent = (int) (view.fraction() * 100);
            return supported ? change("\u001b]9;4;" + state + ';' + percent + "\u001b\\") : "";
        }

        String end() {
            return supported && !shown.isEmpty() ? change("\u001b]9;4;0;0\u001b\\") : "";
        }

        private String change(String wanted) {
            boolean same = wanted.equals(shown);
            shown = wanted;
            return same ? "" : wanted;
        }
    }

    /** Builds a renderer. */
    public static final class Builder {

        private Detail detail = Detail.PACKAGES;
        private Theme theme = Theme.COLOR;
        private Function<Detail, Layout> layouts = Layouts::of;
        private TerminalCapabilities capabilities = TerminalCapabilities.NONE;
        private Function<String, @Nullable String> links = AnsiEncoder::fileAddress;
        private boolean keys;

        private Builder() {}

        /** Sets the level of detail at first; {@link Detail#PACKAGES} by default. */
        public Builder detail(Detail level) {
            detail = Objects.requireNonNull(level, "level");
            return this;
        }

        /** Sets the theme; {@link Theme#COLOR} by default. */
        public Builder theme(Theme newTheme) {
            theme = Objects.requireNonNull(newTheme, "newTheme");
            return this;
        }

        /** Sets the layout of each level of detail; those of the library by default. */
        public Builder layouts(Function<Detail, Layout> newLayouts) {
            layouts = Objects.requireNonNull(newLayouts, "newLayouts");
            return this;
        }

        /** Sets what the terminal can do beyond the basics; nothing by default. */
        public Builder capabilities(TerminalCapabilities newCapabilities) {
            capabilities = Objects.requireNonNull(newCapabilities, "newCapabilities");
            return this;
        }

        /**
         * Sets the address to which a path is linked, or null for none; a {@code file:} address by default. Useful if the
         * files are not on the terminal's machine.
         */
        public Builder links(Function<String, @Nullable String> addresses) {
            links = Objects.requireNonNull(addresses, "addresses");
            return this;
        }

        /**
         * Sets whether keys change the level of detail: 0, 1, 2, and v for everything and back. They are read, if the
         * standard input is the terminal, by a thread that ends with the renderer.
         */
        public Builder keys(boolean on) {
            keys = on;
            return this;
        }

        /**
         * Builds a renderer that draws on a terminal and closes it. Until then the renderer handles the signals WINCH,
         * TSTP and CONT, and a shutdown hook leaves the terminal usable.
         */
        public AnsiRenderer on(Terminal terminal) {
            return new AnsiRenderer(this, SystemTerminal.writer(terminal), null, terminal);
        }

        AnsiRenderer on(SystemTerminal system) {
            return new AnsiRenderer(this, system.writer(), null, system.terminal());
        }

        /** Builds a renderer for a window of fixed size. */
        public AnsiRenderer on(Writer out, int columns, int rows) {
            Objects.requireNonNull(out, "out");
            if (columns < 1 || rows < 1) {
                throw new IllegalArgumentException("the window must have columns and rows: " + columns + " x " + rows);
            }
            return new AnsiRenderer(this, out, Size.of(columns, rows), null);
        }
    }
}
