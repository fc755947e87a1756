package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.AnsiEncoder;
import dev.pctl.progress.ansi.internal.terminal.Key;
import dev.pctl.progress.ansi.internal.terminal.SystemTerminal;
import dev.pctl.progress.ansi.internal.terminal.TaskBar;
import dev.pctl.progress.ansi.internal.terminal.TerminalDisplay;
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
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    private final TerminalDisplay display;
    private final Theme theme;
    private final Function<Detail, Layout> layouts;
    private final TaskBar taskBar;
    private final ScrollbackLog log;
    private final boolean keys;
    private volatile Detail detail;

    private AnsiRenderer(Builder builder, Writer out, @Nullable Size fixed, @Nullable Terminal terminal) {
        this.theme = builder.theme;
        this.layouts = builder.layouts;
        this.detail = builder.detail;
        TerminalCapabilities capabilities = builder.capabilities;
        this.taskBar = new TaskBar(capabilities.taskbar());
        this.log = new ScrollbackLog(detail, theme, false);
        AnsiEncoder encoder = new AnsiEncoder(theme, capabilities.hyperlinks() ? builder.links : null);
        this.display = new TerminalDisplay(out, fixed, terminal, theme, encoder, capabilities.reflow());
        this.keys = builder.keys && display.onKeys(this::pressed);
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
        display.attach(request);
    }

    @Override
    public void render(RunView view, Instant now) throws IOException {
        display.draw((columns, rows) -> {
            List<StyledLine> footer = layouts.apply(detail).draw(view, now, columns, rows, theme);
            boolean failed = !view.failures().isEmpty() || view.count(Outcome.FAILED) > 0;
            String bar = taskBar.show(view.fraction(), RunPhrases.isShareKnown(view), failed);
            return new TerminalDisplay.Frame(news(view, now), footer, bar);
        });
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        display.finish((columns, rows) -> {
            List<StyledLine> lines = new ArrayList<>(news(view, now));
            lines.addAll(new RunSummary(theme).lines(view, now));
            return new TerminalDisplay.Frame(lines, List.of(), taskBar.end());
        });
    }

    private List<StyledLine> news(RunView view, Instant now) {
        synchronized (log) {
            return log.news(view, now);
        }
    }

    @Override
    public void close() throws IOException {
        display.close(taskBar.end());
    }

    // ---- for the host

    @Override
    public Detail detail() {
        return detail;
    }

    @Override
    public void detail(Detail level) {
        Objects.requireNonNull(level, "level");
        synchronized (log) {
            detail = level;
            log.detail(level);
        }
        display.redraw();
    }

    /** Keys 0, 1 and 2 choose a level of detail; v switches to the highest and back. */
    private void pressed(Key key) {
        switch (key.character()) {
            case '0', '1', '2' -> detail(Detail.of(key.character() - '0'));
            case 'v' -> detail(detail == Detail.EVERYTHING ? Detail.PACKAGES : Detail.EVERYTHING);
            default -> LOG.trace("{} has no meaning", key);
        }
    }

    @Override
    public void printAbove(String text) {
        display.printAbove(text);
    }

    @Override
    public PrintStream above() {
        return display.above();
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
