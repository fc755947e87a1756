package dev.pctl.progress.internal.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest lines of some output; of a very long line its beginning. Blocks are kept as they come, and lines are read
 * from them only when a view is made.
 */
final class OutputTail {

    /** The number of characters of a line that a view keeps: more than any display shows. */
    private static final int LONGEST = 2_000;

    private final Deque<List<String>> blocks = new ArrayDeque<>();
    private final int most;
    private int size;

    OutputTail(int most) {
        this.most = most;
    }

    /** Adds a block of lines. */
    void add(List<String> block) {
        blocks.addLast(block);
        size += block.size();
        while (size - blocks.getFirst().size() >= most) {
            size -= blocks.removeFirst().size();
        }
    }

    void clear() {
        blocks.clear();
        size = 0;
    }

    /** Lets go of everything but the newest lines, for output to which little or nothing will be added. */
    void trim() {
        List<String> lines = lines();
        clear();
        if (!lines.isEmpty()) {
            add(lines);
        }
    }

    /** Returns the newest lines, oldest first. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(Math.min(size, most));
        int passed = Math.max(0, size - most);
        for (List<String> block : blocks) {
            for (int i = Math.min(passed, block.size()); i < block.size(); i++) {
                lines.add(shortened(block.get(i)));
            }
            passed -= Math.min(passed, block.size());
        }
        return List.copyOf(lines);
    }

    private static String shortened(String line) {
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
