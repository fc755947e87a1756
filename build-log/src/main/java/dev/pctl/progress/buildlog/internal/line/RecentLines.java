package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest output lines of a log, in the blocks in which they become facts: a line is copied once for both. The last
 * block may still be open. Lines are decoded on demand.
 */
public final class RecentLines {

    private final Deque<LogFact.Output> blocks = new ArrayDeque<>();
    private final OutputBlock open = new OutputBlock();
    private final int capacity;
    private int size;

    /**
     * Creates an empty buffer.
     *
     * @param capacity the number of lines that are kept; the oldest are dropped in blocks
     */
    public RecentLines(int capacity) {
        this.capacity = capacity;
    }

    /** Begins a chunk, whose bytes must not change until the block is closed. */
    public void beginChunk(byte[] bytes) {
        open.beginChunk(bytes);
    }

    /** Ends the chunk; no block may be open. */
    public void endChunk() {
        open.endChunk();
    }

    /** Returns whether a block is open. */
    public boolean isOpen() {
        return !open.isEmpty();
    }

    /** Returns whether the line can be added to the open block, or to a new one if none is open. */
    public boolean canAdd(LogLine line, long number, @Nullable PackageRef pkg) {
        return open.canAdd(line, number, pkg);
    }

    /** Adds a line that {@link #canAdd} accepts. */
    public void add(LogLine line, long number, @Nullable PackageRef pkg) {
        open.add(line, number, pkg);
    }

    /** Returns the prefix of the last line of the open block. */
    public String lastPrefix() {
        return open.lastPrefix();
    }

    /** Closes the open block and returns it. */
    public LogFact.Output closeBlock() {
        LogFact.Output block = open.toFact();
        open.clear();
        blocks.addLast(block);
        size += block.lines().size();
        while (size - blocks.getFirst().lines().size() >= capacity) {
            size -= blocks.removeFirst().lines().size();
        }
        return block;
    }

    /** Returns the newest lines of a package, oldest first. */
    public List<NumberedLine> newestOf(@Nullable PackageRef pkg, int most) {
        Deque<NumberedLine> newest = new ArrayDeque<>();
        for (LogFact.Output block : newestFirst()) {
            if (Objects.equals(block.packageRef(), pkg)) {
                for (int i = block.lines().size() - 1; i >= 0 && newest.size() < most; i--) {
                    newest.addFirst(
                            new NumberedLine(block.number() + i, block.lines().get(i)));
                }
            }
        }
        return List.copyOf(newest);
    }

    /** Returns the lines whose number is greater than the given one, but no more than {@code most}, oldest first. */
    public List<String> textsSince(long number, int most) {
        Deque<String> texts = new ArrayDeque<>();
        for (LogFact.Output block : newestFirst()) {
            for (int i = block.lines().size() - 1; i >= 0 && texts.size() < most && block.number() + i > number; i--) {
                texts.addFirst(block.lines().get(i));
            }
        }
        return List.copyOf(texts);
    }

    private List<LogFact.Output> newestFirst() {
        List<LogFact.Output> all = new ArrayList<>(blocks.size() + 1);
        if (isOpen()) {
            all.add(open.toFact());
        }
        for (Iterator<LogFact.Output> i = blocks.descendingIterator(); i.hasNext(); ) {
            all.add(i.next());
        }
        return all;
    }
}
