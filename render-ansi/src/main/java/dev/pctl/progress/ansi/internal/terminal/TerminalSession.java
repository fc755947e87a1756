package dev.pctl.progress.ansi.internal.terminal;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal and what happens to it: its window changes size, the program is suspended, goes on, or ends from outside,
 * keys are pressed. Size and signals are followed from the beginning to the end of the renderer.
 */
public final class TerminalSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TerminalSession.class);

    /** Asking for the size may start a process where no native library fits. */
    private static final long SIZE_NANOS = 1_000_000_000L;

    private static final long KEY_MILLIS = 500;

    /** Whom it tells. */
    public interface Listener {
        void resized();

        /** The program is about to stop: the terminal belongs to the shell until it goes on. */
        void suspending();

        void resumed();

        /** The program ends, whoever else is still at work. */
        void exiting();
    }

    private record Registration(String signal, Object before) {}

    private final Terminal terminal;
    private final Listener listener;
    private final Attributes original;
    private final List<Registration> registrations = new ArrayList<>();
    private final Thread exit;
    private @Nullable IntConsumer keys;
    private @Nullable Size size;
    private long sizeAt;
    private volatile boolean stale;
    private volatile boolean closed;

    public TerminalSession(Terminal terminal, Listener listener) {
        this.terminal = terminal;
        this.listener = listener;
        this.original = terminal.getAttributes();
        this.exit = new Thread(this::exiting, "pctl-progress-restore-terminal");
        Runtime.getRuntime().addShutdownHook(exit);
        register("WINCH", this::resized);
        register("TSTP", this::suspend);
        register("CONT", this::resume);
    }

    private void register(String signal, Runnable action) {
        Object before = Signals.register(signal, action);
        if (before != null) {
            registrations.add(new Registration(signal, before));
        }
    }

    public Size size() {
        long now = System.nanoTime();
        Size known = size;
        if (known == null || stale || now - sizeAt > SIZE_NANOS) {
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
            LOG.debug("closed already, as the terminal library does when the program ends", e);
            return known == null ? Size.of(0, 0) : known;
        }
    }

    /**
     * Where to write. The terminal library closes its terminals as soon as the program is about to end, when there is
     * still a summary to be written; what the system calls the standard output stays open.
     */
    public static Writer writer(Terminal terminal) {
        boolean standard = terminal instanceof TerminalExt known && known.getSystemStream() == SystemStream.Output;
        return standard && File.separatorChar == '/'
                ? new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), terminal.encoding())
                : terminal.writer();
    }

    private void resized() {
        stale = true;
        listener.resized();
    }

    /** What the shutdown hook does; the terminal library's own may be closing the terminal meanwhile. */
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
            LOG.debug("closed already, and restored thereby", e);
        }
    }

    // ---- suspended and resumed

    /** Stops this process itself, since it has taken the signal that would have. */
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
     * Passes on the keys that are pressed from now on, if they can be had: what comes from a pipe is not meant for the
     * display. Keys that send signals still do.
     *
     * @return whether they can be had
     */
    public boolean onKeys(IntConsumer consumer) {
        if (!(terminal instanceof TerminalExt known) || !known.getProvider().isSystemStream(SystemStream.Input)) {
            return false;
        }
        keys = consumer;
        takeKeys();
        Thread reader = new Thread(() -> readKeys(consumer), "pctl-progress-keys");
        reader.setDaemon(true);
        reader.start();
        return true;
    }

    /** Keys come at once, and do not show. */
    private void takeKeys() {
        Attributes attributes = new Attributes(original);
        attributes.setLocalFlag(Attributes.LocalFlag.ICANON, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        attributes.setControlChar(Attributes.ControlChar.VMIN, 1);
        attributes.setControlChar(Attributes.ControlChar.VTIME, 0);
        set(attributes);
    }

    private void readKeys(IntConsumer consumer) {
        try {
            NonBlockingReader reader = terminal.reader();
            for (int key = reader.read(KEY_MILLIS);
                    key != NonBlockingReader.EOF && !closed;
                    key = reader.read(KEY_MILLIS)) {
                if (key >= 0) {
                    consumer.accept(key);
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException | IOError e) {
            LOG.debug("no more keys", e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        registrations.forEach(r -> Signals.unregister(r.signal(), r.before()));
        try {
            Runtime.getRuntime().removeShutdownHook(exit);
        } catch (IllegalStateException e) {
            LOG.trace("the program ends already", e);
        }
        restore();
        terminal.close();
    }
}
