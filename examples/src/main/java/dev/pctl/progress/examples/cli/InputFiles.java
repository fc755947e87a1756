package dev.pctl.progress.examples.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens inputs that users name: a file, possibly gzipped, or {@code -} for standard input. */
public final class InputFiles {

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private InputFiles() {}

    public static InputStream open(String name) throws IOException {
        return "-".equals(name) ? System.in : open(Path.of(name));
    }

    public static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a folder, not a file: " + file);
        }
        return unzipped(Files.newInputStream(file));
    }

    public static InputStream unzipped(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        boolean zipped = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return zipped ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
