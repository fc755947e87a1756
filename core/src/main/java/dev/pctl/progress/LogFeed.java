package dev.pctl.progress;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.log.ConsoleSnapshotMerger;
import dev.pctl.progress.spi.LogParser;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of one log as the host gets them, cut anywhere. Thread-safe, so that a display may ask for the newest
 * lines while the log is read; but the order of bytes is the order of calls.
 */
public final class LogFeed implements AutoCloseable {

    private final RunCore core;
    private final LogParser parser;
    private ConsoleSnapshotMerger snapshots = ConsoleSnapshotMerger.create();
    private boolean closed;

    LogFeed(RunCore core, LogParser parser) {
        this.core = core;
        this.parser = parser;
    }

    /**
     * Takes the next bytes, read just now.
     *
     * @throws IllegalStateException if the feed is closed
     */
    public void write(byte[] bytes, int offset, int length) {
        write(bytes, offset, length, core.now());
    }

    /**
     * Takes the next bytes, read at the given time.
     *
     * @throws IllegalStateException if the feed is closed
     */
    public synchronized void write(byte[] bytes, int offset, int length, Instant readAt) {
        Objects.requireNonNull(bytes, "bytes");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Objects.requireNonNull(readAt, "readAt");
        requireOpen();
        parser.accept(bytes, offset, length, readAt);
    }

    /**
     * Reports that a part of the log is missing between what was taken so far and what comes next.
     *
     * @throws IllegalStateException if the feed is closed
     */
    public synchronized void gap(Instant seenAt) {
        Objects.requireNonNull(seenAt, "seenAt");
        requireOpen();
        parser.gap(seenAt);
    }

    /**
     * Takes a snapshot of the end of the log, and gives the parser what is new in it.
     *
     * @param snapshot the last bytes of the log as they are now
     * @throws IllegalStateException if the feed is closed
     */
    public synchronized void snapshot(byte[] snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        requireOpen();
        ConsoleSnapshotMerger.Added added = snapshots.join(snapshot);
        if (added.gap()) {
            gap(core.now());
        }
        byte[] bytes = added.bytes();
        write(bytes, 0, bytes.length);
    }

    /** Returns how far the snapshots were read, as a line of text for {@link #resume}. */
    public synchronized String position() {
        return snapshots.position();
    }

    /**
     * Continues with the snapshots where an earlier feed was.
     *
     * @param position what its {@link #position} returned
     * @throws IllegalArgumentException if that is not a position
     * @throws IllegalStateException if the feed is closed
     */
    public synchronized void resume(String position) {
        requireOpen();
        snapshots = ConsoleSnapshotMerger.create(position);
    }

    /** Returns how the run ended as far as the log itself says; null while or where it does not say. */
    public synchronized @Nullable Outcome outcome() {
        return parser.outcome();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the feed is closed");
        }
    }

    /** Ends the log. Later calls do nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            parser.finish(core.now());
        }
    }
}
