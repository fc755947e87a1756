package dev.pctl.progress;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.log.ConsoleSnapshotMerger;
import dev.pctl.progress.spi.LogParser;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of one log as the host gets them, cut anywhere. Thread-safe; the order of bytes is the order of calls.
 */
public final class LogFeed implements AutoCloseable {

    private final LogParser parser;
    private final Clock clock;
    private ConsoleSnapshotMerger snapshots = ConsoleSnapshotMerger.create();

    LogFeed(LogParser parser, Clock clock) {
        this.parser = parser;
        this.clock = clock;
    }

    /** Takes the next bytes, read just now. */
    public void write(byte[] bytes, int offset, int length) {
        write(bytes, offset, length, clock.instant());
    }

    /** Takes the next bytes, read at the given time. */
    public synchronized void write(byte[] bytes, int offset, int length, Instant readAt) {
        parser.accept(bytes, offset, length, readAt);
    }

    /** A part of the log is missing between what was taken so far and what comes next. */
    public void gap(Instant seenAt) {
        parser.gap(seenAt);
    }

    /**
     * Takes a snapshot of the end of the log: what is new in it goes to the parser.
     *
     * @param snapshot the last bytes of the log as they are now
     */
    public synchronized void snapshot(byte[] snapshot) {
        ConsoleSnapshotMerger.Added added = snapshots.join(snapshot);
        if (added.gap()) {
            gap(clock.instant());
        }
        byte[] bytes = added.bytes();
        write(bytes, 0, bytes.length);
    }

    /** Where the snapshots stand, as a line of text with which {@link #resume} goes on. */
    public synchronized String position() {
        return snapshots.position();
    }

    /**
     * Goes on where the snapshots of an earlier feed stood.
     *
     * @throws IllegalArgumentException if that is not a position
     */
    public synchronized void resume(String position) {
        snapshots = ConsoleSnapshotMerger.at(position);
    }

    /** How the run ended as far as the log itself tells; null while or where it does not tell. */
    public synchronized @Nullable Outcome outcome() {
        return parser.outcome();
    }

    /** The log is at its end. */
    @Override
    public synchronized void close() {
        parser.finish(clock.instant());
    }
}
