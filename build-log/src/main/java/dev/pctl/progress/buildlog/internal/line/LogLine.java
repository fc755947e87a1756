package dev.pctl.progress.buildlog.internal.line;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current line of a log: its bytes without control sequences, and where its text begins after a prefix added by
 * the log's transport. One object serves for all lines; text is decoded on demand.
 */
public final class LogLine {

    private byte[] scratch = new byte[256];
    private byte[] bytes = scratch;
    private byte[] unquoted = {};
    private int from;
    private int start;
    private int end;
    private @Nullable String text;

    /**
     * Sets the line. It is copied only if it contains control sequences.
     *
     * @param plain whether it consists of printable ASCII and tabs only
     */
    public void set(byte[] line, int offset, int length, boolean plain) {
        text = null;
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

    /** Returns the array that holds the line between {@link #from} and {@link #end}; it changes with the next line. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the index at which the line begins, prefix included. */
    public int from() {
        return from;
    }

    /** Returns the index at which the text begins. */
    public int start() {
        return start;
    }

    /** Returns the index after the last byte. */
    public int end() {
        return end;
    }

    /** Returns the number of bytes of the text. */
    public int length() {
        return end - start;
    }

    /** Makes everything before the index the prefix. */
    public void startAt(int index) {
        start = index;
        text = null;
    }

    /**
     * Replaces the line by the JSON string that begins at the index, unescaped. The rest of the JSON object, before and
     * after the string, becomes the prefix. If the string has several lines, the last one becomes the text.
     *
     * @param index the index after the opening quote
     * @return the other lines
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
        int after = end - close;
        System.arraycopy(bytes, from, unquoted, 0, before);
        System.arraycopy(bytes, close, unquoted, before, after);
        int textFrom = before + after;
        List<byte[]> others = new ArrayList<>();
        int last = lastLine(raw, rawLength, others);
        int textLength = ControlSequences.clean(raw, last, rawLength - last, raw);
        System.arraycopy(raw, 0, unquoted, textFrom, textLength);
        bytes = unquoted;
        from = 0;
        start = textFrom;
        end = textFrom + textLength;
        text = null;
        return others;
    }

    /**
     * Returns the index at which the last line that is not empty begins, and adds those before it to {@code others}.
     */
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

    /** Returns the byte at this index of the text, or 0 if the text is shorter. */
    public byte at(int index) {
        int i = start + index;
        return i < end ? bytes[i] : 0;
    }

    /** Returns whether the text starts with these bytes. */
    public boolean startsWith(byte[] head) {
        return length() >= head.length && Arrays.equals(bytes, start, start + head.length, head, 0, head.length);
    }

    /** Returns whether the text is empty or consists of blanks and tabs. */
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

    /** Returns the text. */
    public String text() {
        String known = text;
        if (known == null) {
            known = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            text = known;
        }
        return known;
    }

    /** Returns the prefix. */
    public String prefix() {
        return start == from ? "" : new String(bytes, from, start - from, StandardCharsets.UTF_8);
    }
}
