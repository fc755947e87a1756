package dev.pctl.progress.ansi.internal.terminal;

import dev.pctl.progress.ansi.internal.terminal.FooterScreen.Row;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws frames on a terminal: lines that stay, text of the host among them, and a footer below. Follows the size of the
 * window, and leaves the terminal clean when the program is suspended, exits, or closes the display. Thread-safe.
 */
public final class TerminalDisplay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TerminalDisplay.class);
    private static final Size DEFAULT_SIZE = Size.of(80, 24);

    /**
     * What to write.
     *
     * @param staying lines that stay; they are wrapped where they are too wide
     * @param footer lines of the footer; they are cut where they are too wide
     * @param extra control sequences that print nothing, or empty
     */
    public record Frame(List<StyledLine> staying, List<StyledLine> footer, String extra) {}

    /** Makes a frame, in the thread that draws; called only if the frame is written. */
    public interface Content {

        /**
         * Returns the frame for a window.
         *
         * @param rows the lines that the footer may have
         */
        Frame frame(int columns, int rows);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private final Object lock = new Object();
    private final Writer out;
    private final @Nullable Size fixed;
    private final @Nullable TerminalSession session;
    private final Theme theme;
    private final AnsiEncoder encoder;
    private final FooterScreen screen;
    private final List<Row> above = new ArrayList<>();
    private final List<LinePrintStream> streams = new CopyOnWriteArrayList<>();
    private volatile Runnable redraw = () -> {};
    private boolean attached;
    private boolean suspended;
    private boolean finished;
    private boolean clean = true;
    private volatile boolean exiting;
    private volatile boolean closed;

    /**
     * Creates a display that has drawn nothing.
     *
     * @param fixed the size of the window, or null for that of the terminal
     * @param terminal reports its size and its keys and is closed with the display; null for none
     * @param reflow whether the terminal wraps lines when the window becomes narrower than they are
     */
    public TerminalDisplay(
            Writer out,
            @Nullable Size fixed,
            @Nullable Terminal terminal,
            Theme theme,
            AnsiEncoder encoder,
            boolean reflow) {
        this.out = out;
        this.fixed = fixed;
        this.theme = theme;
        this.encoder = encoder;
        this.screen = new FooterScreen(this::write, reflow);
        this.session = terminal == null ? null : new TerminalSession(terminal, new Events());
    }

    /**
     * Passes on the keys that are pressed from now on.
     *
     * @return whether there are keys
     */
    public boolean onKeys(Consumer<Key> consumer) {
        return session != null && session.onKeys(consumer);
    }

    /** Sets what requests a frame. */
    public void attach(Runnable request) {
        redraw = Objects.requireNonNull(request, "request");
        synchronized (lock) {
            attached = true;
        }
    }

    /** Requests a frame. */
    public void redraw() {
        redraw.run();
    }

    // ---- drawing

    /** Draws a frame, unless the program is suspended or exits. */
    public void draw(Content content) throws IOException {
        synchronized (lock) {
            if (exiting || suspended) {
                return;
            }
            Size window = window();
            int width = window.getColumns();
            int room = Math.max(0, window.getRows() - 1);
            Frame frame = content.frame(width, room);
            List<Row> footer = frame.footer().stream()
                    .limit(room)
                    .map(l -> encoder.row(l.in(theme).fit(width, theme)))
                    .toList();
            clean = false;
            screen.draw(staying(frame, width), footer, width, frame.extra());
        }
    }

    /** Removes the footer and writes the last lines. */
    public void finish(Content content) throws IOException {
        synchronized (lock) {
            Size window = window();
            finished = true;
            Frame frame = content.frame(window.getColumns(), 0);
            screen.end(staying(frame, window.getColumns()), frame.extra());
            clean = true;
        }
    }

    private Size window() {
        Size window = fixed != null ? fixed : session != null ? session.size() : DEFAULT_SIZE;
        boolean known = window.getColumns() > 0 && window.getRows() > 0;
        return known ? window : DEFAULT_SIZE;
    }

    private List<Row> staying(Frame frame, int width) {
        List<Row> rows = new ArrayList<>(taken());
        frame.staying().stream()
                .flatMap(l -> l.in(theme).wrap(width, theme).stream())
                .map(encoder::row)
                .forEach(rows::add);
        return rows;
    }

    private List<Row> taken() {
        List<Row> taken = List.copyOf(above);
        above.clear();
        return taken;
    }

    private void write(String text) throws IOException {
        out.write(text);
        out.flush();
        if (out instanceof PrintWriter printer && printer.checkError()) {
            throw new IOException("the terminal accepts no more output");
        }
    }

    /** Writes from a thread other than the display's own, which reports it if the terminal is gone. */
    private static void guarded(Writing writing) {
        try {
            writing.run();
        } catch (IOException | IllegalStateException | IOError e) {
            LOG.debug("the terminal is gone", e);
        }
    }

    // ---- for the host

    /** Prints text of the host above the footer; once the display is closed, where it was. */
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

    /** Returns a stream whose lines are printed above the footer; once the display is closed, all goes through. */
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

    @Override
    public void close() throws IOException {
        close("");
    }

    /** Closes the display, with control sequences that print nothing if it was not finished before. */
    public void close(String extra) throws IOException {
        synchronized (lock) {
            if (!clean || !above.isEmpty()) {
                clean = true;
                screen.end(taken(), extra);
            }
            closed = true;
            if (session != null) {
                session.close();
            }
        }
        // Not within the lock: a thread that writes holds its stream and waits for the lock.
        streams.forEach(LinePrintStream::release);
    }

    /** Takes what is written to the streams that hosts were given. */
    private final class Above implements LinePrintStream.Display {
        @Override
        public void printAbove(String line) {
            TerminalDisplay.this.printAbove(line);
        }

        @Override
        public boolean isClosed() {
            return TerminalDisplay.this.isClosed();
        }

        @Override
        public void writeThrough(String text) {
            TerminalDisplay.this.writeThrough(text);
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
}
