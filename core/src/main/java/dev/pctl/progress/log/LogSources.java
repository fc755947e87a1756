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

    private static TailingLogSource tail(Path file, Duration interval, @Nullable String position) {
        Objects.requireNonNull(file, "file");
        return new TailingLogSource(file, Arguments.positive(interval, "interval"), position);
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
