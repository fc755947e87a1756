package dev.pctl.progress.remote.internal;

import dev.pctl.progress.event.ConflationKey;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.LogFact;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event in the spool: where its line is, and what may supersede it. */
final class SpoolEntry {

    private final long sequence;
    private final @Nullable ConflationKey key;
    private final boolean output;
    private final int length;

    /** The line, while it is not on the disk. */
    private byte @Nullable [] line;

    private long offset;

    SpoolEntry(Event event, byte[] line) {
        sequence = event.sequence();
        key = event.fact().conflationKey();
        output = event.fact() instanceof LogFact.Output;
        length = line.length;
        this.line = line;
    }

    long sequence() {
        return sequence;
    }

    /** Returns the key by which a newer event supersedes it, or null. */
    @Nullable
    ConflationKey key() {
        return key;
    }

    boolean isOutput() {
        return output;
    }

    /** Returns the bytes of the line, its end included. */
    int length() {
        return length;
    }

    boolean isOnDisk() {
        return line == null;
    }

    byte[] line() {
        return Objects.requireNonNull(line, "the line of an event that is not on the disk");
    }

    long offset() {
        return offset;
    }

    void written(long at) {
        offset = at;
        line = null;
    }
}
