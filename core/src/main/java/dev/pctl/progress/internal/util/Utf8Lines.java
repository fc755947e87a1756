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
    private final int[] ends;

    private Utf8Lines(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    /**
     * Copies lines that follow each other without separators.
     *
     * @param ends the index behind each line
     * @param count the number of lines
     */
    public static Utf8Lines copyOf(byte[] bytes, int[] ends, int count) {
        int length = count == 0 ? 0 : ends[count - 1];
        return new Utf8Lines(Arrays.copyOf(bytes, length), Arrays.copyOf(ends, count));
    }

    @Override
    public String get(int index) {
        int start = index == 0 ? 0 : ends[index - 1];
        return new String(bytes, start, ends[index] - start, StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return ends.length;
    }
}
