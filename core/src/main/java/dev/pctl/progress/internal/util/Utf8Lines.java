package dev.pctl.progress.internal.util;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * An immutable list of lines, kept as UTF-8 and decoded on access. It equals any list of the same lines.
 *
 * <p>Most output of a build is carried from the parser to the view without being read. Copying the bytes of a line costs
 * a tenth of decoding them; in return, a line that is read twice is decoded twice.
 */
public final class Utf8Lines extends AbstractList<String> implements RandomAccess {

    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;

    private Utf8Lines(byte[] bytes, int[] starts, int[] ends) {
        this.bytes = bytes;
        this.starts = starts;
        this.ends = ends;
    }

    /**
     * Copies lines out of an array in which they follow each other. What is between them is copied too, since one copy of
     * many lines is cheaper than many of one.
     *
     * @param starts the index of each line
     * @param ends the index behind each line
     * @param count the number of lines, at least one
     */
    public static Utf8Lines copyOf(byte[] bytes, int[] starts, int[] ends, int count) {
        int from = starts[0];
        int[] newStarts = Arrays.copyOf(starts, count);
        int[] newEnds = Arrays.copyOf(ends, count);
        for (int i = 0; i < count; i++) {
            newStarts[i] -= from;
            newEnds[i] -= from;
        }
        return new Utf8Lines(Arrays.copyOfRange(bytes, from, ends[count - 1]), newStarts, newEnds);
    }

    @Override
    public String get(int index) {
        return new String(bytes, starts[index], ends[index] - starts[index], StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return ends.length;
    }
}
