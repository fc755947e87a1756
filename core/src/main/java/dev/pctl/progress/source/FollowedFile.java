package dev.pctl.progress.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows. It may come into being late, be truncated, or be replaced by another one under the same name, as
 * log rotation does: what the old one still holds is read before the new one. One thread reads; any thread may call
 * {@link #finish} and {@link #close}.
 */
public final class FollowedFile implements LogSource {

    private final Path file;
    private final long intervalMillis;
    private final Object lock = new Object();
    private @Nullable FileChannel channel;
    private @Nullable String key;
    private long offset;
    private boolean finished;
    private boolean closed;

    FollowedFile(Path file, Duration interval, @Nullable String position) {
        this.file = file;
        this.intervalMillis = Math.max(1, interval.toMillis());
        if (position != null) {
            int colon = position.indexOf(':');
            offset = colon < 0 ? 0 : offset(position.substring(0, colon));
            key = colon < 0 ? null : position.substring(colon + 1);
        }
    }

    private static long offset(String digits) {
        try {
            return Math.max(0, Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        synchronized (lock) {
            while (!closed) {
                int read = available(buffer);
                if (read > 0) {
                    return read;
                }
                if (finished) {
                    return -1;
                }
                pause();
            }
            return -1;
        }
    }

    private void pause() throws IOException {
        try {
            long end = System.nanoTime() + intervalMillis * 1_000_000;
            long left = intervalMillis;
            while (left > 0 && !closed && !finished) {
                lock.wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + file, e);
        }
    }

    /** Reads what is there now: of the open file, else of the one that has taken its place. */
    private int available(byte[] buffer) throws IOException {
        FileChannel open = channel == null ? open() : channel;
        if (open == null) {
            return 0;
        }
        if (open.size() < offset) {
            offset = 0;
        }
        int read = open.read(ByteBuffer.wrap(buffer), offset);
        if (read > 0) {
            offset += read;
            return read;
        }
        if (replaced()) {
            open.close();
            channel = null;
            offset = 0;
            FileChannel next = open();
            return next == null ? 0 : Math.max(0, readFrom(next, buffer));
        }
        return 0;
    }

    private int readFrom(FileChannel open, byte[] buffer) throws IOException {
        int read = open.read(ByteBuffer.wrap(buffer), offset);
        offset += Math.max(0, read);
        return read;
    }

    private @Nullable FileChannel open() throws IOException {
        try {
            String found = key();
            FileChannel opened = FileChannel.open(file, StandardOpenOption.READ);
            if (key != null && !key.equals(found)) {
                offset = 0;
            }
            key = found;
            channel = opened;
            return opened;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private boolean replaced() throws IOException {
        try {
            return !Objects.equals(key, key());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private String key() throws IOException {
        Object fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return fileKey == null ? "" : fileKey.toString();
    }

    /** Where reading stands, as one line of text with which another process can go on. */
    public String position() {
        synchronized (lock) {
            return offset + ":" + (key == null ? "" : key);
        }
    }

    /** The file grows no more: what is there is read to its end, and that is the end of the log. */
    public void finish() {
        synchronized (lock) {
            finished = true;
            lock.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            if (channel != null) {
                channel.close();
            }
        }
    }
}
