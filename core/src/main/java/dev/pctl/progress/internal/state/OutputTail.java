package dev.pctl.progress.internal.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest lines of some output; of a very long line its beginning. */
final class OutputTail {

    private static final int LONGEST = 2_000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final int most;

    OutputTail(int most) {
        this.most = most;
    }

    void add(String line) {
        if (lines.size() == most) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
    }

    void clear() {
        lines.clear();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
