package dev.pctl.progress.log;

import dev.pctl.progress.spi.LogSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows. It may be created late, be truncated and rewritten, or be replaced by another file of the same
 * name, as log rotation does; the rest of the old file is read before the new one. A rewritten file is recognised by
 * its size or its first bytes. One thread reads; any thread may call {@link #finish}, {@link #position} and {@link
 * #close}.
 */
public final class TailingLogSource implements LogSource {

    /** Number of first bytes, whose checksum shows whether a file was rewritten. */
    private static final int HEAD = 256;

    private final TailedFile file;
    private final long intervalMillis;
    private final Object lock = new Object();
    private @Nullable SeekableByteChannel channel;
    private @Nullable String key;
    private long offset;
    private int headLength;
    private long headSum;
    private long restarts;
    private boolean finished;
    private boolean closed;

    TailingLogSource(TailedFile file, Duration interval, @Nullable String position) {
        this.file = file;
        this.intervalMillis = Math.max(1, interval.toMillis());
        if (position != null) {
            resumeAt(position.split(":", 4));
        }
    }

    /** Starts at the beginning if the position is malformed: reading a log twice is better than missing a part. */
    private void resumeAt(String[] position) {
        try {
            offset = Math.max(0, Long.parseLong(position[0]));
            if (position.length == 4) {
                headLength = Math.min(HEAD, Integer.parseInt(position[1]));
                headSum = Long.parseLong(position[2], 16);
                key = position[3];
            }
        } catch (NumberFormatException e) {
            offset = 0;
            headLength = 0;
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        if (buffer.length == 0) {
            throw new IllegalArgumentException("buffer must not be empty");
        }
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

    /**
     * Reads what is new without waiting for more.
     *
     * @return how many bytes were put into the buffer; 0 if nothing is new or the file does not exist
     * @throws IOException if it cannot be read
     */
    public int poll(byte[] buffer) throws IOException {
        synchronized (lock) {
            return closed ? 0 : available(buffer);
        }
    }

    /** Returns how often reading started over because the file was truncated or replaced. */
    public long restarts() {
        synchronized (lock) {
            return restarts;
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

    /** Reads what is there now: of the open file, else of the one that replaced it. */
    private int available(byte[] buffer) throws IOException {
        SeekableByteChannel open = channel == null ? open() : channel;
        if (open == null) {
            return 0;
        }
        if (rewritten(open)) {
            restart();
        }
        int read = readFrom(open, buffer);
        if (read > 0 || !replaced()) {
            return Math.max(0, read);
        }
        int last = readFrom(open, buffer);
        if (last > 0) {
            return last;
        }
        open.close();
        channel = null;
        SeekableByteChannel next = open();
        return next == null ? 0 : Math.max(0, readFrom(next, buffer));
    }

    private boolean rewritten(SeekableByteChannel open) throws IOException {
        long size = open.size();
        return size < offset || (size > offset && headLength > 0 && sum(open, headLength) != headSum);
    }

    private void restart() {
        restarts += offset > 0 ? 1 : 0;
        offset = 0;
        headLength = 0;
    }

    private int readFrom(SeekableByteChannel open, byte[] buffer) throws IOException {
        int read = open.position(offset).read(ByteBuffer.wrap(buffer));
        if (read > 0) {
            offset += read;
            if (headLength < HEAD) {
                headLength = (int) Math.min(HEAD, offset);
                headSum = sum(open, headLength);
            }
        }
        return read;
    }

    private static long sum(SeekableByteChannel open, int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(length);
        open.position(0);
        while (head.hasRemaining() && open.read(head) > 0) {
            // a read may return less than there is
        }
        CRC32 sum = new CRC32();
        sum.update(head.flip());
        return sum.getValue();
    }

    private @Nullable SeekableByteChannel open() throws IOException {
        try {
            String found = file.key();
            SeekableByteChannel opened = file.open();
            if (key != null && !key.equals(found)) {
                restart();
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
            return !Objects.equals(key, file.key());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Returns how far the file was read, as one line of text with which another process can continue. */
    public String position() {
        synchronized (lock) {
            return offset + ":" + headLength + ':' + Long.toHexString(headSum) + ':' + (key == null ? "" : key);
        }
    }

    /** Ends the log where the file ends now: what is there is still read. */
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
