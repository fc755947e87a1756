package dev.pctl.progress.ansi.internal.terminal;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal that the standard output or the standard error of this process is connected to.
 *
 * @param terminal gives size and keys
 * @param writer writes to that stream
 */
public record SystemTerminal(Terminal terminal, Writer writer) {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTerminal.class);
    private static final boolean UNIX = File.separatorChar == '/';

    /**
     * Opens the terminal that a stream writes to, or returns null if the stream is neither {@code System.out} nor
     * {@code System.err}, or writes to something else than a terminal that can move its cursor. The standard input may be
     * anything. Keeps the thread's interrupt flag, which would make the terminal library fail.
     */
    public static @Nullable SystemTerminal of(PrintStream out, Map<String, String> environment) {
        SystemStream stream = stream(out);
        if (stream == null || isDumb(environment.get("TERM"))) {
            return null;
        }
        boolean interrupted = Thread.interrupted();
        try {
            return open(stream);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("no terminal", e);
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether the stream is that of this process, and writes to a terminal of any type. */
    public static boolean isTerminal(PrintStream out) {
        SystemStream stream = stream(out);
        return stream != null && providers().stream().anyMatch(p -> p.isSystemStream(stream));
    }

    private static List<TerminalProvider> providers() {
        return TerminalBuilder.builder()
                .getProviders(
                        System.getProperty(TerminalBuilder.PROP_PROVIDER), new IllegalStateException("no terminal"));
    }

    @SuppressWarnings("ReferenceEquality")
    private static @Nullable SystemStream stream(PrintStream out) {
        if (out == System.out) {
            return SystemStream.Output;
        }
        return out == System.err ? SystemStream.Error : null;
    }

    /** Returns whether a terminal of that type can do nothing; Windows does not set the type. */
    static boolean isDumb(@Nullable String type) {
        if (type == null || type.isEmpty()) {
            return UNIX;
        }
        return type.equals("dumb");
    }

    private static @Nullable SystemTerminal open(SystemStream stream) throws IOException {
        TerminalBuilder builder = TerminalBuilder.builder();
        if (providers().stream().noneMatch(p -> p.isSystemStream(stream))) {
            return null;
        }
        Terminal terminal = builder.system(true)
                .systemOutput(
                        stream == SystemStream.Output
                                ? TerminalBuilder.SystemOutput.SysOut
                                : TerminalBuilder.SystemOutput.SysErr)
                // Where the standard input is no terminal, the process's controlling terminal has the size.
                .devTty(true)
                .nativeSignals(false)
                // Would print emoji and ask where the cursor is then.
                .graphemeCluster(false)
                .dumb(false)
                .build();
        if (Terminal.TYPE_DUMB.equals(terminal.getType())) {
            terminal.close();
            return null;
        }
        return new SystemTerminal(terminal, UNIX ? writer(stream, terminal) : terminal.writer());
    }

    /**
     * Returns a writer for a terminal. The terminal library closes its terminals as soon as the process starts to exit,
     * when a summary may still have to be written; the process's own streams stay open.
     */
    public static Writer writer(Terminal terminal) {
        SystemStream stream = terminal instanceof TerminalExt known ? known.getSystemStream() : null;
        return UNIX && (stream == SystemStream.Output || stream == SystemStream.Error)
                ? writer(stream, terminal)
                : terminal.writer();
    }

    private static Writer writer(SystemStream stream, Terminal terminal) {
        FileDescriptor descriptor = stream == SystemStream.Output ? FileDescriptor.out : FileDescriptor.err;
        return new OutputStreamWriter(
                new FileOutputStream(descriptor), Objects.requireNonNull(terminal.encoding(), "encoding"));
    }
}
