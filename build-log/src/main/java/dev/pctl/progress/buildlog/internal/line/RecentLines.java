package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.event.PackageRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines, as bytes: keeping one makes no garbage, and text is made only of those that are asked for. Lines that
 * stand one behind the other are kept as one run. Runs are not copied until {@link #settle} is called, and then into arrays
 * that are used again and again.
 */
public final class RecentLines {

    private static final byte[] NOTHING = {};

    /** A run is forgotten as a whole, so it is not to hold many lines more than are wanted. */
    private static final int LONGEST_RUN = 64;

    /** A place for lines that differ in nothing but their text and its prefix, with LF between them, or with CR LF. */
    private static final class Run {
        private byte[] bytes = NOTHING;
        private int from;

        /** How much stands in front of the text of each line. */
        private int prefix;

        private int end;

        /** How many bytes stand between two lines. */
        private int between;

        private long number;
        private int lines;
        private @Nullable PackageRef pkg;
        private Instant readAt = Instant.EPOCH;

        /** Whether the line may be added to those that are here. */
        boolean goesOn(LogLine line, @Nullable PackageRef of, int longest) {
            return line.from() == end + between
                    && line.end() - from <= longest
                    && line.start() - line.from() == prefix
                    && lines < LONGEST_RUN
                    && Objects.equals(of, pkg);
        }

        /** The lines stand elsewhere from now on. */
        void move(byte[] there, int by) {
            bytes = there;
            from += by;
            end += by;
        }

        String text(int begin, int to) {
            return new String(bytes, begin, to - begin, StandardCharsets.UTF_8);
        }
    }

    /** Room for copies of lines. */
    private static final class Block {
        private final byte[] bytes;
        private int used;

        /** The number of the last line in it, counted from the first ever added. */
        private long last;

        Block(int length) {
            bytes = new byte[length];
        }

        boolean hasRoom(int length) {
            return length <= bytes.length - used;
        }
    }

    /** Takes a kept line. */
    public interface Taker {
        /**
         * Takes one.
         *
         * @param prefix what stood in front of it
         */
        void take(long number, @Nullable PackageRef pkg, String prefix, String text, Instant readAt);
    }

    /** Looks at a kept line, which is between these places of the run's bytes. */
    private interface Look {
        void at(Run run, long number, int from, int end);
    }

    private final Run[] runs;
    private final int capacity;
    private final int longest;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int first;
    private int used;
    private int size;
    private long added;
    private int unsettled;

    /**
     * A tail without lines.
     *
     * @param capacity how many lines are kept
     * @param longest so many bytes of a line, or of a run of lines, are kept at most
     */
    public RecentLines(int capacity, int longest) {
        runs = new Run[capacity + 1];
        this.capacity = capacity;
        this.longest = longest;
    }

    /**
     * Adds a line behind the others.
     *
     * @param readAt when it was read, the same until {@link #settle} is called
     */
    public void add(LogLine line, long number, @Nullable PackageRef pkg, Instant readAt) {
        added++;
        size++;
        Run newest = unsettled > 0 && line.lasts() ? run(used - 1) : null;
        if (newest != null && newest.goesOn(line, pkg, longest)) {
            newest.lines++;
            newest.end = line.end();
        } else {
            begin(line, number, pkg, readAt);
        }
        if (size - runs[first].lines >= capacity) {
            forget();
        }
    }

    private void begin(LogLine line, long number, @Nullable PackageRef pkg, Instant readAt) {
        if (!line.lasts()) {
            settle();
        }
        Run run = next();
        run.bytes = line.bytes();
        run.from = line.from();
        run.end = Math.min(line.end(), line.from() + longest);
        run.prefix = Math.min(line.start(), run.end) - run.from;
        run.between = run.end < run.bytes.length && run.bytes[run.end] == '\r' ? 2 : 1;
        run.number = number;
        run.lines = 1;
        run.pkg = pkg;
        run.readAt = readAt;
        unsettled++;
        if (!line.lasts()) {
            settle();
        }
    }

    private Run next() {
        int index = index(used++);
        if (runs[index] == null) {
            runs[index] = new Run();
        }
        return runs[index];
    }

    /** The oldest run is not needed any more. */
    private void forget() {
        size -= runs[first].lines;
        first = index(1);
        used--;
        unsettled = Math.min(used, unsettled);
    }

    /** The bytes in which the newest lines stand are about to change. */
    public void settle() {
        for (int i = used - unsettled; i < used; i++) {
            copy(run(i));
        }
        unsettled = 0;
    }

    private void copy(Run run) {
        int length = run.end - run.from;
        Block block = blockFor(length);
        System.arraycopy(run.bytes, run.from, block.bytes, block.used, length);
        run.move(block.bytes, block.used - run.from);
        block.used += length;
        block.last = added;
    }

    /** The newest block if it has room, or the oldest if all of its lines are forgotten, or another. */
    private Block blockFor(int length) {
        Block newest = blocks.peekLast();
        if (newest != null && newest.hasRoom(length)) {
            return newest;
        }
        Block oldest = blocks.peekFirst();
        boolean free = oldest != null && oldest.last <= added - size;
        Block block = free ? blocks.removeFirst() : new Block(longest);
        block.used = 0;
        blocks.addLast(block);
        return block;
    }

    private Run run(int index) {
        return runs[index(index)];
    }

    private int index(int distance) {
        int index = first + distance;
        return index < runs.length ? index : index - runs.length;
    }

    /** Looks at the newest so many lines, oldest first. */
    private void look(int count, Look look) {
        int passed = size - Math.min(count, Math.min(size, capacity));
        for (int i = 0; i < used; i++) {
            Run run = run(i);
            if (passed < run.lines) {
                look(run, passed, look);
            }
            passed = Math.max(0, passed - run.lines);
        }
    }

    private static void look(Run run, int passed, Look look) {
        int from = run.from;
        for (int line = 0; line < run.lines; line++) {
            int end = line == run.lines - 1 ? run.end : endOfLine(run, from);
            if (line >= passed) {
                look.at(run, run.number + line, from, end);
            }
            from = end + run.between;
        }
    }

    private static int endOfLine(Run run, int from) {
        int newline = from;
        while (run.bytes[newline] != '\n') {
            newline++;
        }
        return newline + 1 - run.between;
    }

    /** Gives the newest so many lines, oldest first. */
    public void give(int count, Taker taker) {
        look(count, (run, number, from, end) -> {
            String prefix = run.text(from, from + run.prefix);
            taker.take(number, run.pkg, prefix, run.text(from + run.prefix, end), run.readAt);
        });
    }

    /** The newest lines of a package, oldest first. */
    public List<NumberedLine> newestOf(@Nullable PackageRef pkg, int most) {
        Deque<NumberedLine> newest = new ArrayDeque<>();
        look(capacity, (run, number, from, end) -> {
            if (Objects.equals(run.pkg, pkg)) {
                newest.addLast(new NumberedLine(number, run.text(from + run.prefix, end)));
            }
            if (newest.size() > most) {
                newest.removeFirst();
            }
        });
        return List.copyOf(newest);
    }

    /** The texts of those of the newest so many lines that are behind that number, oldest first. */
    public List<String> textsSince(long number, int most) {
        List<String> texts = new ArrayList<>();
        look(most, (run, of, from, end) -> {
            if (of > number) {
                texts.add(run.text(from + run.prefix, end));
            }
        });
        return texts;
    }
}
