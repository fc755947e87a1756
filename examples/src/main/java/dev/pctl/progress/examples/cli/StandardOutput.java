package dev.pctl.progress.examples.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers when it could not be written, because the disk is full or the reader has gone. A {@link
 * PrintStream} alone hides that, and an empty file would pass for a result.
 */
public final class StandardOutput {

    private static final String READER_GONE = "Broken pipe";
    private static final int BUFFER = 8192;

    private @Nullable IOException failure;

    private StandardOutput() {}

    /**
     * Replaces {@link System#out}.
     *
     * @param onFailure what to do at the first failure, in the thread that writes
     */
    public static StandardOutput install(Consumer<StandardOutput> onFailure) {
        StandardOutput output = new StandardOutput();
        OutputStream checked = output.checked(new FileOutputStream(FileDescriptor.out), onFailure);
        System.setOut(new PrintStream(new BufferedOutputStream(checked, BUFFER), true, charset()));
        return output;
    }

    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return name == null || !Charset.isSupported(name) ? Charset.defaultCharset() : Charset.forName(name);
    }

    private OutputStream checked(OutputStream out, Consumer<StandardOutput> onFailure) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    if (note(e)) {
                        onFailure.accept(StandardOutput.this);
                    }
                    throw e;
                }
            }
        };
    }

    private synchronized boolean note(IOException e) {
        boolean isFirst = failure == null;
        if (isFirst) {
            failure = e;
        }
        return isFirst;
    }

    /** Writes what is buffered, and returns whether everything could be written so far. */
    public boolean isComplete() {
        System.out.flush();
        synchronized (this) {
            return failure == null;
        }
    }

    /** Returns a line about the failure, or null if there was none or the reader has merely gone. */
    public synchronized @Nullable String message() {
        return failure == null || String.valueOf(failure.getMessage()).contains(READER_GONE)
                ? null
                : "the output cannot be written: " + failure.getMessage();
    }
}
