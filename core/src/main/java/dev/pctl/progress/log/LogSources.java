package dev.pctl.progress.log;

import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.spi.LogSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The log sources that come with the library. */
public final class LogSources {

    private LogSources() {}

    /** Reads a stream to its end: standard input, a socket. Closing the source closes the stream. */
    public static LogSource of(InputStream stream) {
        return new StreamSource(Objects.requireNonNull(stream, "stream"));
    }

    /**
     * Opens a file and reads it to its end.
     *
     * @throws IOException if it cannot be opened
     */
    public static LogSource ofFile(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return new StreamSource(new BufferedInputStream(Files.newInputStream(file)));
    }

    /**
     * Starts a child process and reads what it prints on standard output and standard error.
     *
     * @throws IOException if it cannot be started
     */
    public static ProcessLogSource ofProcess(ProcessBuilder command) throws IOException {
        return ProcessLogSource.start(Objects.requireNonNull(command, "command"));
    }

    /**
     * Reads a file that grows, and need not exist yet.
     *
     * @param interval how often to look whether it has grown
     */
    public static TailingLogSource ofGrowingFile(Path file, Duration interval) {
        return tail(file, interval, null);
    }

    /**
     * Continues to read a file that grows.
     *
     * @param interval how often to look whether it has grown
     * @param position how far an earlier source was read: {@link TailingLogSource#position}
     */
    public static TailingLogSource ofGrowingFile(Path file, Duration interval, String position) {
        return tail(file, interval, Objects.requireNonNull(position, "position"));
    }

    /**
     * Reads a file that grows, and that a program writes which is not trusted, such as a build script. The program may
     * replace its file at any time. Therefore no symbolic link below the root is followed, and nothing but a regular
     * file is opened; reading throws {@link IOException} otherwise.
     *
     * @param root a directory; links on the way to it are followed
     * @param file the path of the file, below the root
     * @param interval how often to look whether it has grown
     * @throws IllegalArgumentException if the file is not below the root
     */
    public static TailingLogSource ofUntrustedFile(Path root, Path file, Duration interval) {
        Path below = Objects.requireNonNull(root, "root").relativize(Objects.requireNonNull(file, "file"));
        if (below.toString().isEmpty() || !below.normalize().equals(below) || below.startsWith("..")) {
            throw new IllegalArgumentException("file must be below root, which is " + root + ": " + file);
        }
        return new TailingLogSource(TailedFile.untrusted(root, below), Arguments.positive(interval, "interval"), null);
    }

    private static TailingLogSource tail(Path file, Duration interval, @Nullable String position) {
        TailedFile found = TailedFile.trusted(Objects.requireNonNull(file, "file"));
        return new TailingLogSource(found, Arguments.positive(interval, "interval"), position);
    }

    private record StreamSource(InputStream stream) implements LogSource {
        @Override
        public int read(byte[] buffer) throws IOException {
            return stream.read(buffer, 0, buffer.length);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
