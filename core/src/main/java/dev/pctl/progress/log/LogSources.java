package dev.pctl.progress.log;

import dev.pctl.progress.spi.LogSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The log sources that come with the library. */
public final class LogSources {

    private LogSources() {}

    /** Reads a stream to its end: standard input, a process, a socket. Closing the source closes the stream. */
    public static LogSource of(InputStream stream) {
        return new StreamSource(stream);
    }

    /**
     * Reads a file from its beginning to its present end.
     *
     * @throws IOException if it cannot be opened
     */
    public static LogSource ofFile(Path file) throws IOException {
        return new StreamSource(new BufferedInputStream(Files.newInputStream(file)));
    }

    /**
     * Starts a child process and reads what it prints, both streams as they come.
     *
     * @throws IOException if it cannot be started
     */
    public static ProcessLogSource ofProcess(ProcessBuilder command) throws IOException {
        return ProcessLogSource.start(command);
    }

    /**
     * Reads a file that grows, which need not exist yet.
     *
     * @param interval how often to look whether it has grown
     */
    public static TailingLogSource following(Path file, Duration interval) {
        return new TailingLogSource(file, interval, null);
    }

    /**
     * Goes on reading a file that grows.
     *
     * @param position where an earlier reader stood: {@link TailingLogSource#position}
     */
    public static TailingLogSource following(Path file, Duration interval, String position) {
        return new TailingLogSource(file, interval, position);
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
