package dev.pctl.progress.estimator.history;

import java.time.Instant;
import java.time.LocalDate;

/** Reads the instants of a history, which are all of one form, without the weight of a general format. */
final class IsoInstant {

    /** {@code 2026-01-01T00:00:00}, whatever follows. */
    private static final String FORM = "0000-00-00T00:00:00";

    private static final int NANO_DIGITS = 9;

    private IsoInstant() {}

    /**
     * The instant in that text, as {@link Instant#parse} sees it.
     *
     * @throws java.time.DateTimeException if it is none
     */
    static Instant parse(CharSequence text) {
        int fraction = fractionDigits(text);
        if (fraction < 0 || !hasForm(text)) {
            return Instant.parse(text);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int nanos = fraction == 0 ? 0 : number(text, FORM.length() + 1, text.length() - 1);
        for (int i = fraction; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(((day * 24 + hour) * 60 + minute) * 60 + second, nanos);
    }

    /** How many digits stand between the seconds and the final Z; negative if something else does. */
    private static int fractionDigits(CharSequence text) {
        int end = text.length() - 1;
        if (end < FORM.length() || text.charAt(end) != 'Z') {
            return -1;
        }
        if (end == FORM.length()) {
            return 0;
        }
        int digits = end - FORM.length() - 1;
        for (int i = FORM.length() + 1; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
        }
        return text.charAt(FORM.length()) == '.' && digits > 0 && digits <= NANO_DIGITS ? digits : -1;
    }

    private static boolean hasForm(CharSequence text) {
        for (int i = 0; i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            if (wanted == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(CharSequence text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
