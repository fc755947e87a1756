package dev.pctl.progress.ansi.internal.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes on whole lines of UTF-8. */
public final class LinePrintStream extends OutputStream {

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private LinePrintStream(Consumer<String> lines) {
        this.lines = lines;
    }

    public static PrintStream to(Consumer<String> lines) {
        return new PrintStream(new LinePrintStream(lines), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            pass();
        } else {
            line.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                pass();
                from = i + 1;
            }
        }
        line.write(bytes, from, offset + length - from);
    }

    private void pass() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text);
    }

    @Override
    public synchronized void close() {
        if (line.size() > 0) {
            pass();
        }
    }
}
