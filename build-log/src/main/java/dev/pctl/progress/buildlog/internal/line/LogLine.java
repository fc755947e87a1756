package dev.pctl.progress.buildlog.internal.line;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line that is being looked at: its bytes without control sequences, and where in them the text begins behind what
 * the way it came has put in front. One object serves for all lines; text is made of it only when somebody asks.
 */
public final class LogLine {

    private byte[] scratch = new byte[256];
    private byte[] bytes = scratch;
    private byte[] unquoted = {};
    private int from;
    private int start;
    private int end;
    private boolean lasts;
    private @Nullable String text;

    /**
     * Takes a line; it is copied only if it has to be cleaned.
     *
     * @param lasting whether the bytes stay as they are while the lines behind this one are looked at
     */
    public void set(byte[] line, int offset, int length, boolean plain, boolean lasting) {
        text = null;
        lasts = plain && lasting;
        if (plain) {
            bytes = line;
            from = offset;
            end = offset + length;
        } else {
            if (scratch.length < length) {
                scratch = new byte[Math.max(length, 2 * scratch.length)];
            }
            bytes = scratch;
            from = 0;
            end = ControlSequences.clean(line, offset, length, scratch);
        }
        start = from;
    }

    /** The bytes, of which those between {@link #from} and {@link #end} belong to the line. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether the bytes stay as they are while the lines behind this one are looked at. */
    boolean lasts() {
        return lasts;
    }

    /** Where the line begins, with what stands in front of the text. */
    public int from() {
        return from;
    }

    /** Where the text begins. */
    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    public int length() {
        return end - start;
    }

    /** What stands before the index belongs to the way that the line came. */
    public void startAt(int index) {
        start = index;
        text = null;
    }

    /**
     * The text is a JSON string that begins at the index. It is taken out of its quotes, and what stands behind them is
     * put in front of it. If there are several lines in it the text is the last one.
     *
     * @return the others
     */
    public List<byte[]> unquoteAt(int index) {
        int close = JsonStrings.end(bytes, index, end);
        int length = end - from;
        if (unquoted.length < length) {
            unquoted = new byte[Math.max(length, 2 * unquoted.length)];
        }
        byte[] raw = new byte[close - index];
        int rawLength = JsonStrings.unescape(bytes, index, close, raw, 0);
        int before = index - from;
        int behind = end - close;
        System.arraycopy(bytes, from, unquoted, 0, before);
        System.arraycopy(bytes, close, unquoted, before, behind);
        int textFrom = before + behind;
        List<byte[]> others = new ArrayList<>();
        int last = lastLine(raw, rawLength, others);
        int textLength = ControlSequences.clean(raw, last, rawLength - last, raw);
        System.arraycopy(raw, 0, unquoted, textFrom, textLength);
        bytes = unquoted;
        from = 0;
        start = textFrom;
        end = textFrom + textLength;
        lasts = false;
        text = null;
        return others;
    }

    /** Where the last line of the text begins that has something in it; the others are added. */
    private static int lastLine(byte[] text, int length, List<byte[]> others) {
        int end = length;
        while (end > 0 && isLineEnd(text[end - 1])) {
            end--;
        }
        int begin = 0;
        for (int i = 0; i < end; i++) {
            if (isLineEnd(text[i])) {
                others.add(Arrays.copyOfRange(text, begin, i));
                begin = i + 1;
            }
        }
        return begin;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    /** The byte at this distance from the beginning of the text, or 0 if the text is shorter. */
    public byte at(int index) {
        int i = start + index;
        return i < end ? bytes[i] : 0;
    }

    public boolean startsWith(byte[] head) {
        return length() >= head.length && Arrays.equals(bytes, start, start + head.length, head, 0, head.length);
    }

    public boolean isBlank() {
        if (end > start && bytes[end - 1] > ' ') {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    public String text() {
        String known = text;
        if (known == null) {
            known = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            text = known;
        }
        return known;
    }

    /** What stands in front of the text. */
    public String prefix() {
        return start == from ? "" : new String(bytes, from, start - from, StandardCharsets.UTF_8);
    }
}
