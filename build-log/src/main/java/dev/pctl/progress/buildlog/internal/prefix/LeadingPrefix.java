package dev.pctl.progress.buildlog.internal.prefix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The common prefix of the first lines of a log. Text that looks like a quotation but precedes every line was added by
 * the log's transport.
 */
final class LeadingPrefix {

    /** The number of lines with a common prefix that shows that they are not just a comment at the beginning. */
    private static final int ENOUGH = 8;

    /** The number of such lines that is enough if the log has no more lines. */
    private static final int ENOUGH_IN_ALL = 3;

    /** The number of bytes that are compared. */
    private static final int LONGEST = 120;

    /** The number of bytes of each line that is kept to be parsed again. */
    private static final int LONGEST_LINE = 1_000;

    private final List<byte[]> lines = new ArrayList<>();
    private byte[] common = {};
    private int count;
    private boolean ended;

    /** Returns whether the lines have no common prefix. */
    boolean isOver() {
        return count > 0 && common.length == 0;
    }

    /**
     * Adds the next line.
     *
     * @return whether there are now exactly enough lines
     */
    boolean add(byte[] bytes, int from, int end) {
        if (count == 0) {
            common = Arrays.copyOfRange(bytes, from, Math.min(end, from + LONGEST));
        } else {
            shorten(bytes, from, end);
        }
        count = Math.min(count + 1, ENOUGH + 1);
        if (count <= ENOUGH) {
            lines.add(Arrays.copyOfRange(bytes, from, Math.min(end, from + LONGEST_LINE)));
        } else {
            lines.clear();
        }
        return count == ENOUGH;
    }

    /** Shortens the prefix to the part that the line shares. A line without text may lack the trailing blanks. */
    private void shorten(byte[] bytes, int from, int end) {
        int same = Arrays.mismatch(common, 0, common.length, bytes, from, end);
        boolean trimmed = same > 0 && from + same == end && same < common.length && common[same] == ' ';
        if (same >= 0) {
            common = Arrays.copyOf(common, trimmed ? same + 1 : same);
        }
    }

    /** Ends the log. */
    void end() {
        ended = true;
    }

    /** Returns the lines, or none once there are more than enough. */
    List<byte[]> lines() {
        return List.copyOf(lines);
    }

    /** Returns whether there are enough lines, all with this prefix. */
    boolean allHave(String prefix) {
        byte[] wanted = prefix.getBytes(StandardCharsets.UTF_8);
        return count >= (ended ? ENOUGH_IN_ALL : ENOUGH)
                && common.length >= wanted.length
                && Arrays.equals(common, 0, wanted.length, wanted, 0, wanted.length);
    }
}
