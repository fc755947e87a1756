package dev.pctl.progress.estimator.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of the form in which this library writes them: one object without blanks, ASCII without escapes, numbers
 * without exponents. A long history is read by a program that has just begun, in which a general reader is not compiled
 * yet and takes several times as long; it remains for whatever is not plain. Texts that come again are the same object.
 * Not thread-safe.
 */
final class PlainLine implements LineValue {

    /** So many texts are remembered; a power of two. */
    private static final int REMEMBERED = 1 << 13;

    /** So many digits a double holds exactly. */
    private static final int EXACT_DIGITS = 15;

    private final @Nullable String[] texts = new String[REMEMBERED];
    private byte[] bytes = {};
    private int at;
    private int end;
    private int valueStart;
    private int valueEnd;
    private int valueHash;
    private boolean quoted;
    private final CharSequence value = new Value();
    private final RecordFields fields = new RecordFields();
    private @Nullable Object[] items = new Object[8];

    /** What the line says, until another one is read; null if it is not plain. */
    @Nullable
    RecordFields read(byte[] line, int start, int length) {
        bytes = line;
        at = start;
        end = start + length;
        fields.clear();
        try {
            return object() && at == end ? fields : null;
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return null;
        }
    }

    private boolean object() throws IOException {
        if (!skip('{')) {
            return false;
        }
        do {
            if (!name()) {
                return false;
            }
            String field = text();
            if (at < end && bytes[at] == '{') {
                if (!fields.takeObject(field, this)) {
                    return false;
                }
            } else if (scalar()) {
                fields.take(field, this);
            } else {
                return false;
            }
        } while (skip(','));
        return skip('}');
    }

    @Override
    public <T> SmallMap<T> each(Reading<T> reading) throws IOException {
        int count = 0;
        at++;
        do {
            String field = name() ? text() : "";
            if (!scalar() || contains(field, count)) {
                throw notPlain();
            }
            if (count == items.length) {
                items = Arrays.copyOf(items, 2 * count);
            }
            items[count++] = field;
            items[count++] = reading.of(this);
        } while (skip(','));
        if (!skip('}')) {
            throw notPlain();
        }
        return SmallMap.of(Arrays.copyOf(items, count));
    }

    private boolean contains(String field, int count) {
        for (int i = 0; i < count; i += 2) {
            if (field.equals(items[i])) {
                return true;
            }
        }
        return false;
    }

    private static IllegalArgumentException notPlain() {
        return new IllegalArgumentException("not plain");
    }

    private boolean skip(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    /** Goes over the name of a field. */
    private boolean name() {
        return string() && skip(':');
    }

    private boolean scalar() {
        return string() || digits();
    }

    private boolean string() {
        if (!skip('"')) {
            return false;
        }
        quoted = true;
        valueStart = at;
        int hash = 0;
        for (; at < end; at++) {
            byte b = bytes[at];
            if (b == '"') {
                valueEnd = at++;
                valueHash = hash;
                return true;
            }
            if (b < ' ' || b == '\\') {
                return false;
            }
            hash = 31 * hash + b;
        }
        return false;
    }

    private boolean digits() {
        quoted = false;
        valueStart = at;
        skip('-');
        int first = at;
        skipDigits();
        if (at == first || (bytes[first] == '0' && at > first + 1)) {
            return false;
        }
        if (skip('.')) {
            int fraction = at;
            skipDigits();
            if (at == fraction) {
                return false;
            }
        }
        valueEnd = at;
        return true;
    }

    private void skipDigits() {
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
    }

    @Override
    public String text() {
        int place = (valueHash ^ valueHash >>> 13) & REMEMBERED - 1;
        String known = texts[place];
        if (known == null || !isValue(known)) {
            known = newText();
            texts[place] = known;
        }
        return known;
    }

    private String newText() {
        return new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.US_ASCII);
    }

    @Override
    public Instant instant() {
        return IsoInstant.parse(value);
    }

    /** The text of the value, while it is being read. */
    private final class Value implements CharSequence {
        @Override
        public int length() {
            return valueEnd - valueStart;
        }

        @Override
        public char charAt(int index) {
            return (char) bytes[valueStart + index];
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return newText().subSequence(start, end);
        }

        @Override
        public String toString() {
            return newText();
        }
    }

    private boolean isValue(String known) {
        if (known.hashCode() != valueHash || known.length() != valueEnd - valueStart) {
            return false;
        }
        for (int i = 0; i < known.length(); i++) {
            if (known.charAt(i) != bytes[valueStart + i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public double number() {
        if (quoted || valueEnd - valueStart > EXACT_DIGITS) {
            return Double.parseDouble(newText());
        }
        boolean negative = bytes[valueStart] == '-';
        long digits = 0;
        long scale = 0;
        for (int i = negative ? valueStart + 1 : valueStart; i < valueEnd; i++) {
            if (bytes[i] == '.') {
                scale = 1;
            } else {
                digits = 10 * digits + bytes[i] - '0';
                scale *= 10;
            }
        }
        // Both are exact, so the quotient is rounded once, as it should be.
        double size = scale == 0 ? digits : (double) digits / scale;
        return negative && size > 0 ? -size : size;
    }

    @Override
    public long whole() {
        return Long.parseLong(value, 0, value.length(), 10);
    }
}
