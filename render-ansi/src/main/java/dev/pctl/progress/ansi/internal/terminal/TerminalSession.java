package dev.pctl.progress.ansi.internal.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal that a renderer uses, from its creation to its end: reports when the window changes its size, when the
 * program is suspended, resumed or ended by a signal, and when a key is pressed.
 */
public final class TerminalSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TerminalSession.class);

    /** How long a size is trusted without a signal if asking for it starts a process. */
    private static final long SIZE_NANOS = 5_000_000_000L;

    /** How long a read for a key lasts, and with it the end of the thread that reads. */
    private static final long KEY_MILLIS = 500;

    private static final int ESCAPE = 0x1B;

    /** How long the rest of a sequence may take: a terminal sends it at once, a slow link in several pieces. */
    private static final long SEQUENCE_MILLIS = 50;

    private static final int MAX_SEQUENCE = 16;

    /** Receives what happens. */
    public interface Listener {
        void resized();

        /** The program is about to be stopped: the terminal belongs to the shell until it is resumed. */
        void suspending();

        void resumed();

        /** The program is exiting, while other threads may still work. */
        void exiting();
    }

    private record Registration(String signal, Object before) {}

    private final Terminal terminal;
    private final Listener listener;
    private final Attributes original;
    private final List<Registration> registrations = new ArrayList<>();
    private final Thread exit;
    private @Nullable Consumer<Key> keys;
    private @Nullable Size size;
    private final long trusted;
    private long sizeAt;
    private volatile boolean stale;
    private volatile boolean closed;

    public TerminalSession(Terminal terminal, Listener listener) {
        this.terminal = terminal;
        this.listener = listener;
        this.original = terminal.getAttributes();
        TerminalProvider provider = provider();
        boolean costly = provider != null && TerminalBuilder.PROP_PROVIDER_EXEC.equals(provider.name());
        this.trusted = costly ? SIZE_NANOS : 0;
        this.exit = new Thread(this::exiting, "pctl-progress-restore-terminal");
        Runtime.getRuntime().addShutdownHook(exit);
        register("WINCH", this::resized);
        register("TSTP", this::suspend);
        register("CONT", this::resume);
    }

    private @Nullable TerminalProvider provider() {
        return terminal instanceof TerminalExt known ? known.getProvider() : null;
    }

    private void register(String signal, Runnable action) {
        Object before = Signals.register(signal, action);
        if (before != null) {
            registrations.add(new Registration(signal, before));
        }
    }

    /**
     * Returns the size of the window; 0 by 0 if it is unknown. It is asked for each frame where that is cheap: a
     * frame drawn for the old width tears the display before the signal of the change arrives.
     */
    public Size size() {
        long now = System.nanoTime();
        Size known = size;
        if (known == null || stale || now - sizeAt > trusted) {
            stale = false;
            sizeAt = now;
            known = ask(known);
            size = known;
        }
        return known;
    }

    private Size ask(@Nullable Size known) {
        try {
            return terminal.getSize();
        } catch (IllegalStateException | IOError e) {
            LOG.debug("the terminal library has closed the terminal", e);
            return known == null ? Size.of(0, 0) : known;
        }
    }

    private void resized() {
        stale = true;
        listener.resized();
    }

    /** Run by the shutdown hook, while that of the terminal library may be closing the terminal. */
    void exiting() {
        listener.exiting();
        restore();
    }

    private void restore() {
        set(original);
    }

    private void set(Attributes attributes) {
        try {
            terminal.setAttributes(attributes);
        } catch (IllegalStateException | IOError e) {
            LOG.debug("the terminal library has closed and restored the terminal", e);
        }
    }

    // ---- suspended and resumed

    /** Stops this process: the signal that does so by default is handled here. */
    private void suspend() {
        listener.suspending();
        restore();
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            LOG.debug("cannot suspend", e);
            resume();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume() {
        if (closed) {
            return;
        }
        stale = true;
        if (keys != null) {
            takeKeys();
        }
        listener.resumed();
    }

    // ---- keys

    /**
     * Passes on the keys that are pressed from now on. Keys that send signals still do.
     *
     * @return whether there are keys: a standard input that is no terminal is not meant for the display
     */
    public boolean onKeys(Consumer<Key> consumer) {
        TerminalProvider provider = provider();
        if (provider == null || !provider.isSystemStream(SystemStream.Input)) {
            return false;
        }
        keys = consumer;
        takeKeys();
        Thread reader = new Thread(() -> readKeys(consumer), "pctl-progress-keys");
        reader.setDaemon(true);
        reader.start();
        return true;
    }

    /** Makes keys available at once and invisible. Those that send signals discard no frame that is being written. */
    private void takeKeys() {
        Attributes attributes = new Attributes(original);
        attributes.setLocalFlag(Attributes.LocalFlag.ICANON, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        attributes.setLocalFlag(Attributes.LocalFlag.NOFLSH, true);
        attributes.setControlChar(Attributes.ControlChar.VMIN, 1);
        attributes.setControlChar(Attributes.ControlChar.VTIME, 0);
        set(attributes);
    }

    private void readKeys(Consumer<Key> consumer) {
        try {
            NonBlockingReader reader = terminal.reader();
            for (int c = reader.read(KEY_MILLIS); c != NonBlockingReader.EOF && !closed; c = reader.read(KEY_MILLIS)) {
                if (c >= 0) {
                    consumer.accept(c == ESCAPE ? Key.ofSequence(sequence(reader)) : Key.of(c));
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException | IOError e) {
            LOG.debug("no more keys", e);
        }
    }

    /** Returns what follows an escape character: nothing if the key of that name was pressed. */
    private static String sequence(NonBlockingReader reader) throws IOException {
        int c = reader.read(SEQUENCE_MILLIS);
        if (c != '[' && c != 'O') {
            return c < 0 ? "" : Character.toString(c);
        }
        StringBuilder sequence = new StringBuilder();
        do {
            c = reader.read(SEQUENCE_MILLIS);
            if (c >= 0) {
                sequence.append((char) c);
            }
        } while (c >= 0 && (c < '@' || c > '~') && sequence.length() < MAX_SEQUENCE);
        return sequence.toString();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        registrations.forEach(r -> Signals.unregister(r.signal(), r.before()));
        try {
            Runtime.getRuntime().removeShutdownHook(exit);
        } catch (IllegalStateException e) {
            LOG.trace("the program is exiting", e);
        }
        restore();
        terminal.close();
    }
}
