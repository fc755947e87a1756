package dev.pctl.progress.buildlog.internal.prefix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the lines of a log begin as long as all of them begin alike: what each has in front nobody has quoted. */
final class LeadingPrefix {

    /** So many lines that begin alike are no comment in front of a log. */
    private static final int ENOUGH = 8;

    /** So many are enough if there are no others. */
    private static final int FEW = 3;

    private static final int LONGEST = 120;
    private static final int LONGEST_LINE = 1_000;

    private final List<byte[]> lines = new ArrayList<>();
    private byte[] alike = {};
    private int count;
    private boolean ended;

    /** Whether some line has begun otherwise than the others. */
    boolean isOver() {
        return count > 0 && alike.length == 0;
    }

    /**
     * Takes the next line.
     *
     * @return whether it is the last that was needed
     */
    boolean add(byte[] bytes, int from, int end) {
        if (count == 0) {
            alike = Arrays.copyOfRange(bytes, from, Math.min(end, from + LONGEST));
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

    /** A line that ends with the prefix may lack the blanks at its end. */
    private void shorten(byte[] bytes, int from, int end) {
        int same = Arrays.mismatch(alike, 0, alike.length, bytes, from, end);
        boolean trimmed = same > 0 && from + same == end && same < alike.length && alike[same] == ' ';
        if (same >= 0) {
            alike = Arrays.copyOf(alike, trimmed ? same + 1 : same);
        }
    }

    /** There are no more lines. */
    void end() {
        ended = true;
    }

    /** The lines of which enough begin alike, until one more comes. */
    List<byte[]> lines() {
        return List.copyOf(lines);
    }

    /** Whether all lines have this in front, and there are enough of them. */
    boolean allHave(String prefix) {
        byte[] wanted = prefix.getBytes(StandardCharsets.UTF_8);
        return count >= (ended ? FEW : ENOUGH)
                && alike.length >= wanted.length
                && Arrays.equals(alike, 0, wanted.length, wanted, 0, wanted.length);
    }
}
