package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.util.Utf8Lines;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The open block of output: consecutive lines of one package. One object serves for all blocks.
 *
 * <p>Lines of the chunk that is being parsed are not copied one by one: only their bounds are kept, and closing the
 * block copies them all at once. Other lines, such as cleaned ones, make the block copy line by line. It ends when it
 * has copied {@value #MOST_COPIED} lines of the chunk in a row, so that one such line does not slow down the rest of
 * the chunk.
 */
final class OutputBlock {

    /** The number of lines of a block, so that a view never holds many more lines than it shows. */
    static final int MOST_LINES = 256;

    /** The number of bytes of a block. One line may fill it. The JSON record of a block stays far below 1 MB. */
    static final int MOST_BYTES = LineSplitter.LIMIT;

    private static final int MOST_COPIED = 8;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final byte[] NOTHING = {};

    private final int[] starts = new int[MOST_LINES];
    private final int[] ends = new int[MOST_LINES];
    private byte[] chunk = NOTHING;

    /** The array with the lines: the chunk, or the copies. */
    private byte[] source = NOTHING;

    private byte[] copies = new byte[FIRST_CAPACITY];
    private int copiedInRow;
    private byte[] prefix = NOTHING;
    private int prefixStart;
    private int prefixEnd;
    private int size;
    private long first;
    private @Nullable PackageRef pkg;

    /** Begins a chunk, whose bytes must not change until the block is closed. */
    void beginChunk(byte[] bytes) {
        chunk = bytes;
    }

    /** Ends the chunk; no block may be open. */
    void endChunk() {
        chunk = NOTHING;
        source = NOTHING;
        prefix = NOTHING;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns whether the line belongs to the block; an empty block accepts any line. */
    @SuppressWarnings("ReferenceEquality")
    boolean canAdd(LogLine line, long number, @Nullable PackageRef of) {
        return size == 0
                || (size < MOST_LINES
                        && number == first + size
                        && copiedInRow < MOST_COPIED
                        && end(line) - starts[0] <= MOST_BYTES
                        && Objects.equals(of, pkg));
    }

    /** Returns the index at which the line will end in the source, or a smaller one if the lines are not copied yet. */
    private int end(LogLine line) {
        return line.bytes() == source ? line.end() : ends[size - 1] + line.length();
    }

    void add(LogLine line, long number, @Nullable PackageRef of) {
        if (size == 0) {
            first = number;
            pkg = of;
            copiedInRow = 0;
            source = line.bytes() == chunk ? chunk : copies;
        }
        if (line.bytes() == source) {
            starts[size] = line.start();
            ends[size] = line.end();
        } else {
            copy(line);
        }
        size++;
        keepPrefix(line);
    }

    private void copy(LogLine line) {
        if (source != copies) {
            copyAll();
        }
        int start = size == 0 ? 0 : ends[size - 1];
        reserve(start + line.length());
        System.arraycopy(line.bytes(), line.start(), copies, start, line.length());
        starts[size] = start;
        ends[size] = start + line.length();
        copiedInRow = line.bytes() == chunk ? copiedInRow + 1 : 0;
    }

    /** Copies the lines added so far. */
    private void copyAll() {
        int from = starts[0];
        int length = ends[size - 1] - from;
        reserve(length);
        System.arraycopy(source, from, copies, 0, length);
        for (int i = 0; i < size; i++) {
            starts[i] -= from;
            ends[i] -= from;
        }
        source = copies;
    }

    private void reserve(int length) {
        if (length > copies.length) {
            boolean inUse = source == copies;
            copies = Arrays.copyOf(copies, Math.max(length, 2 * copies.length));
            source = inUse ? copies : source;
        }
    }

    private void keepPrefix(LogLine line) {
        if (line.bytes() == chunk) {
            prefix = chunk;
            prefixStart = line.from();
            prefixEnd = line.start();
        } else {
            prefix = Arrays.copyOfRange(line.bytes(), line.from(), line.start());
            prefixStart = 0;
            prefixEnd = prefix.length;
        }
    }

    /** Returns the prefix of the last line. */
    String lastPrefix() {
        int length = prefixEnd - prefixStart;
        return length == 0 ? "" : new String(prefix, prefixStart, length, StandardCharsets.UTF_8);
    }

    /** Returns the lines added so far, of which there must be at least one. */
    LogFact.Output toFact() {
        return new LogFact.Output(first, pkg, Utf8Lines.copyOf(source, starts, ends, size), null);
    }

    void clear() {
        size = 0;
    }
}
