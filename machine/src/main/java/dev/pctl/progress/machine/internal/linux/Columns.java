package dev.pctl.progress.machine.internal.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses columns in the output of system tools: words, whole numbers, sizes. Malformed numbers are -1, never an
 * exception.
 */
final class Columns {

    private static final String UNITS = "KMGTPE";
    private static final int MAX_DIGITS = 18;

    private Columns() {}

    /** Returns the words of a line, separated by blanks and tabs. */
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= line.length(); i++) {
            boolean blank = i == line.length() || line.charAt(i) <= ' ';
            if (blank && start >= 0) {
                words.add(line.substring(start, i));
                start = -1;
            } else if (!blank && start < 0) {
                start = i;
            }
        }
        return words;
    }

    /** Parses a number without sign; -1 if it is none. */
    static long number(String word) {
        if (word.isEmpty() || word.length() > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Parses the number at that index; -1 if it is none or there is no such word. */
    static long number(List<String> words, int index) {
        return index < words.size() ? number(words.get(index)) : -1;
    }

    /**
     * Parses a number that may have a fraction and a unit, which is a power of 1024: {@code 12.3G}, {@code 7.7Gi},
     * {@code 0B}.
     */
    static long size(String word) {
        int end = 0;
        while (end < word.length() && (word.charAt(end) == '.' || isDigit(word.charAt(end)))) {
            end++;
        }
        long factor = factor(word.substring(end));
        double number = decimal(word.substring(0, end));
        double size = number * factor;
        return factor < 0 || number < 0 || size >= Long.MAX_VALUE ? -1 : Math.round(size);
    }

    /** Parses a number that may have a fraction, without sign and exponent; -1 if it is none. */
    static double decimal(String word) {
        int dot = word.indexOf('.');
        long whole = number(dot < 0 ? word : word.substring(0, dot));
        if (dot < 0) {
            return whole;
        }
        String places = word.substring(dot + 1);
        long part = number(places);
        return whole < 0 || part < 0 ? -1 : whole + part / Math.pow(10, places.length());
    }

    private static long factor(String unit) {
        if (unit.isEmpty() || unit.equals("B")) {
            return 1;
        }
        int power = UNITS.indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
        String rest = unit.substring(1);
        boolean known = rest.isEmpty() || rest.equals("i") || rest.equals("B") || rest.equals("iB");
        return power == 0 || !known ? -1 : 1L << (10 * power);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
