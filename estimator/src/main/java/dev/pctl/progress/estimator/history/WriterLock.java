package dev.pctl.progress.estimator.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives one writer at a time a file, among all processes. It locks a file beside the guarded one, because the guarded
 * one may be replaced while others wait for it. A process that dies loses its lock.
 */
final class WriterLock implements AutoCloseable {

    /** Time between two attempts. */
    static final long RETRY_NANOS = Duration.ofMillis(2).toNanos();

    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @throws IOException if that fails, takes longer than the limit, or the thread is interrupted
     */
    static WriterLock acquire(Path guarded, Duration limit) throws IOException {
        Path beside = guarded.resolveSibling(guarded.getFileName() + ".lock");
        RegularFiles.check(beside);
        FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            long end = System.nanoTime() + limit.toNanos();
            while (attempt(channel) == null) {
                if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                    throw new IOException("could not get the lock " + beside + " within " + limit);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
            return new WriterLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Polls, because asking for a lock that another thread of this process holds throws instead of waiting. */
    private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
