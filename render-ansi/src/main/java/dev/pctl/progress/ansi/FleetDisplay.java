package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.AnsiEncoder;
import dev.pctl.progress.ansi.internal.terminal.Key;
import dev.pctl.progress.ansi.internal.terminal.SystemTerminal;
import dev.pctl.progress.ansi.internal.terminal.TerminalDisplay;
import dev.pctl.progress.ansi.internal.text.FleetLog;
import dev.pctl.progress.ansi.internal.text.FleetPhrases;
import dev.pctl.progress.ansi.layout.FleetLayout;
import dev.pctl.progress.ansi.layout.Layouts;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.fleet.FleetView;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows many runs in a terminal: a line for each, those that need attention first and with what to do about it. The arrow
 * keys, or j and k, select a run, Enter opens it, Escape or q returns. Where no moving display can be drawn, it prints whole
 * lines: when a run begins, needs attention or ends, and the totals every minute.
 *
 * <pre>{@code
 * Fleet fleet = Fleet.create();
 * try (FleetDisplay display = FleetDisplay.forTerminal(fleet, System.out)) {
 *     display.start(Duration.ofMillis(200));
 *     // the runs
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class FleetDisplay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetDisplay.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Fleet fleet;
    private final Theme theme;
    private final FleetLog log;
    private final FleetLayout layout;
    private final @Nullable TerminalDisplay display;
    private final @Nullable Writer lines;
    private final CiPlatform ci = CiPlatform.of(System.getenv());
    private @Nullable Thread thread;
    private @Nullable String selected;
    private @Nullable String opened;
    private @Nullable Instant printed;
    private FleetView newest;
    private volatile boolean closed;

    private FleetDisplay(Fleet fleet, Theme theme, @Nullable TerminalDisplay display, @Nullable Writer lines) {
        this.fleet = fleet;
        this.theme = theme;
        this.display = display;
        this.lines = lines;
        log = new FleetLog(theme, display == null);
        layout = new FleetLayout(theme);
        newest = fleet.view();
        if (display != null) {
            display.onKeys(this::press);
        }
    }

    /**
     * Creates a moving display if the stream is {@code System.out} or {@code System.err} and writes to a terminal that can
     * move its cursor, else one of plain lines.
     */
    public static FleetDisplay forTerminal(Fleet fleet, PrintStream out) {
        Objects.requireNonNull(fleet, "fleet");
        Objects.requireNonNull(out, "out");
        Map<String, String> environment = System.getenv();
        SystemTerminal terminal = SystemTerminal.of(out, environment);
        if (terminal == null) {
            Theme theme = Theme.of(environment, false);
            return plain(
                    fleet,
                    new OutputStreamWriter(out, theme.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII),
                    theme);
        }
        Theme theme = Theme.of(environment, true);
        boolean reflow = TerminalCapabilities.of(environment).reflow();
        return new FleetDisplay(
                fleet,
                theme,
                new TerminalDisplay(
                        terminal.writer(), null, terminal.terminal(), theme, new AnsiEncoder(theme, null), reflow),
                null);
    }

    /** Creates a display of plain lines. The writer is flushed after each, and not closed. */
    public static FleetDisplay plain(Fleet fleet, Writer out, Theme theme) {
        Objects.requireNonNull(fleet, "fleet");
        Objects.requireNonNull(theme, "theme");
        return new FleetDisplay(fleet, theme, null, Objects.requireNonNull(out, "out"));
    }

    /** Creates a moving display for a window of fixed size: a recording, a socket, a test. It has no keys. */
    public static FleetDisplay of(Fleet fleet, Writer out, int columns, int rows, Theme theme) {
        Objects.requireNonNull(fleet, "fleet");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(theme, "theme");
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("the window must have columns and rows: " + columns + " x " + rows);
        }
        return new FleetDisplay(
                fleet,
                theme,
                new TerminalDisplay(out, Size.of(columns, rows), null, theme, new AnsiEncoder(theme, null), false),
                null);
    }

    /**
     * Draws in a thread of its own, which {@link #close} ends.
     *
     * @param interval between two frames
     * @throws IllegalStateException if it was started before, or is closed
     */
    public synchronized void start(Duration interval) {
        if (thread != null || closed) {
            throw new IllegalStateException("the display was started before, or is closed");
        }
        long millis = Math.max(1, interval.toMillis());
        Thread drawing = new Thread(() -> run(millis), "fleet-display");
        drawing.setDaemon(true);
        if (display != null) {
            display.attach(this::wake);
        }
        thread = drawing;
        drawing.start();
    }

    private synchronized void wake() {
        notifyAll();
    }

    private void run(long millis) {
        try {
            while (!closed) {
                draw();
                synchronized (this) {
                    wait(millis);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the display was interrupted");
        } catch (IOException e) {
            LOG.debug("the terminal is gone", e);
        }
    }

    /**
     * Draws the fleet as it is now.
     *
     * @throws IOException if it cannot be written
     */
    public void draw() throws IOException {
        FleetView view = fleet.view();
        TerminalDisplay moving = display;
        synchronized (this) {
            newest = view;
        }
        if (moving == null) {
            print(view, false);
        } else {
            moving.draw((columns, rows) -> new TerminalDisplay.Frame(news(view), footer(view, columns, rows), ""));
        }
    }

    private synchronized List<StyledLine> news(FleetView view) {
        return log.news(view);
    }

    private synchronized List<StyledLine> footer(FleetView view, int columns, int rows) {
        FleetRun open = opened == null ? null : view.run(opened);
        if (open == null) {
            return layout.draw(view, selected, columns, rows);
        }
        List<StyledLine> lines = new ArrayList<>();
        String name = FleetPhrases.names(view)
                .getOrDefault(open.view().run(), open.view().run());
        lines.add(StyledLine.of("< ", Style.ACCENT).add(name, Style.STRONG).add("   q: all runs", Style.FAINT));
        if (open.attention().isNeeded()) {
            lines.add(StyledLine.of("  ").add(new FleetPhrases(theme).state(open)));
        }
        lines.addAll(Layouts.of(Detail.PACKAGES)
                .draw(open.view(), open.now(), columns, Math.max(0, rows - lines.size()), theme));
        return lines;
    }

    private synchronized void print(FleetView view, boolean last) throws IOException {
        Writer out = Objects.requireNonNull(lines, "lines");
        List<StyledLine> news = new ArrayList<>(log.news(view));
        Instant before = printed;
        boolean quiet = before != null && Duration.between(before, view.now()).compareTo(QUIET) >= 0;
        if (last || (quiet && news.isEmpty() && view.totals().active() > 0)) {
            news.add(StyledLine.of(new FleetPhrases(theme).totals(view)));
        }
        if (before == null || !news.isEmpty()) {
            printed = view.now();
        }
        String time = TIME.withZone(theme.zone()).format(view.now());
        for (StyledLine line : news) {
            out.write(time + "  " + ci.line(line.in(theme).toString()).stripTrailing() + System.lineSeparator());
        }
        out.flush();
    }

    // ---- keys

    private void press(Key key) {
        synchronized (this) {
            switch (key.kind()) {
                case UP -> select(-1);
                case DOWN -> select(1);
                case PAGE_UP -> select(-10);
                case PAGE_DOWN -> select(10);
                case HOME -> select(Integer.MIN_VALUE);
                case END -> select(Integer.MAX_VALUE);
                case ENTER -> opened = selected;
                case ESCAPE -> opened = null;
                case CHARACTER -> press(key.character());
                case OTHER -> LOG.trace("{} has no meaning", key);
            }
        }
        if (display != null) {
            display.redraw();
        }
    }

    private void press(int character) {
        switch (character) {
            case 'k' -> select(-1);
            case 'j' -> select(1);
            case 'q' -> opened = null;
            default -> LOG.trace("{} has no meaning", character);
        }
    }

    /** Selects the run that many places below the selected one, or the first if none is. */
    private void select(int steps) {
        List<FleetRun> runs = newest.runs();
        if (runs.isEmpty()) {
            return;
        }
        int at = -1;
        for (int i = 0; i < runs.size(); i++) {
            at = runs.get(i).view().run().equals(selected) ? i : at;
        }
        long next = at < 0 ? 0 : (long) at + steps;
        selected = runs.get((int) Math.max(0, Math.min(runs.size() - 1, next)))
                .view()
                .run();
        opened = opened == null ? null : selected;
    }

    /** Draws the end, removes what moves, and ends the thread. */
    @Override
    public void close() {
        Thread drawing;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
            drawing = thread;
        }
        try {
            if (drawing != null) {
                drawing.join(Duration.ofSeconds(2).toMillis());
            }
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("the terminal is gone", e);
        }
    }

    private void end() throws IOException {
        FleetView view = fleet.view();
        TerminalDisplay moving = display;
        if (moving == null) {
            print(view, true);
            return;
        }
        moving.finish((columns, rows) -> {
            List<StyledLine> last = new ArrayList<>(news(view));
            last.add(StyledLine.of(new FleetPhrases(theme).totals(view), Style.STRONG));
            return new TerminalDisplay.Frame(last, List.of(), "");
        });
        moving.close();
    }
}
