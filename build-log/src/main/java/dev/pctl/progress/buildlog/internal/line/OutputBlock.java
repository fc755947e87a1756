package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.util.Utf8Lines;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The block of output that is being collected: the bytes of consecutive lines of one package. One object serves all. */
final class OutputBlock {

    /** The number of lines of a block, so that a view never decodes many more lines than it shows. */
    static final int MOST_LINES = 256;

    /** The number of bytes of a block, which one line may fill: JSON records of blocks stay far below a megabyte. */
    static final int MOST_BYTES = LineSplitter.LIMIT;

    private static final int FIRST_CAPACITY = 1 << 12;

    private final int[] ends = new int[MOST_LINES];
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private byte[] prefix = new byte[1 << 6];
    private int prefixLength;
    private int size;
    private long first;
    private @Nullable PackageRef pkg;

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns whether the line belongs into the block, which an empty block takes any line into. */
    boolean takes(LogLine line, long number, @Nullable PackageRef of) {
        return size == 0
                || (size < MOST_LINES
                        && number == first + size
                        && ends[size - 1] + line.length() <= MOST_BYTES
                        && Objects.equals(of, pkg));
    }

    void add(LogLine line, long number, @Nullable PackageRef of) {
        if (size == 0) {
            first = number;
            pkg = of;
        }
        int from = size == 0 ? 0 : ends[size - 1];
        int end = from + line.length();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(line.bytes(), line.start(), bytes, from, line.length());
        ends[size++] = end;
        keepPrefix(line);
    }

    private void keepPrefix(LogLine line) {
        prefixLength = line.start() - line.from();
        if (prefixLength > prefix.length) {
            prefix = new byte[2 * prefixLength];
        }
        System.arraycopy(line.bytes(), line.from(), prefix, 0, prefixLength);
    }

    /** Returns what the log's transport has put in front of the last line. */
    String lastPrefix() {
        return prefixLength == 0 ? "" : new String(prefix, 0, prefixLength, StandardCharsets.UTF_8);
    }

    /** Returns the lines so far; there must be one. */
    LogFact.Output toFact() {
        return new LogFact.Output(first, pkg, Utf8Lines.copyOf(bytes, ends, size), null);
    }

    void clear() {
        size = 0;
    }
}
