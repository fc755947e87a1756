package dev.pctl.progress.ansi.internal.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A print stream that passes whole lines of UTF-8 to a display while there is one. Once the display is closed, all that
 * is written goes through at once.
 */
public final class LinePrintStream extends OutputStream {

    /** The display above which the lines are printed. */
    public interface Display {

        void printAbove(String line);

        /** Returns whether the display is closed, so that text goes through. */
        boolean isClosed();

        /** Writes text as it is to what the closed display wrote to. */
        void writeThrough(String text);
    }

    private final Display display;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final PrintStream printer = new PrintStream(this, true, StandardCharsets.UTF_8);

    public LinePrintStream(Display display) {
        this.display = display;
    }

    /** Returns the print stream to write to. */
    public PrintStream printer() {
        return printer;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (display.isClosed()) {
            line.write(bytes, offset, length);
            goThrough();
            return;
        }
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

    /** Writes what has no line end yet, after the display was closed. */
    public synchronized void release() {
        goThrough();
    }

    private void goThrough() {
        byte[] held = line.toByteArray();
        int whole = held.length - unfinished(held);
        line.reset();
        line.write(held, whole, held.length - whole);
        if (whole > 0) {
            display.writeThrough(new String(held, 0, whole, StandardCharsets.UTF_8));
        }
    }

    /** Returns how many bytes at the end are the start of a character whose other bytes are to come. */
    private static int unfinished(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int b = bytes[bytes.length - back] & 0xFF;
            if (b < 0x80) {
                return 0;
            } else if (b >= 0xC0) {
                int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < length ? back : 0;
            }
        }
        return 0;
    }

    private void pass() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        display.printAbove(text);
    }

    @Override
    public synchronized void close() {
        if (display.isClosed()) {
            goThrough();
        } else if (line.size() > 0) {
            pass();
        }
    }
}
