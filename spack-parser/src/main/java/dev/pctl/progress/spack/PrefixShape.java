package dev.pctl.progress.spack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The form of what stands in front of lines: fixed text, and between it what differs from line to line: numbers, months
 * and days of the week, levels and streams. Immutable; equal if it takes the same.
 */
final class PrefixShape {

    private enum Kind {
        TEXT,
        /** Digits, and blanks that fill their column. */
        NUMBER,
        /** Jan, Feb, Mon, Tue. */
        NAME,
        /** INFO, Warning, stderr. */
        LEVEL,
        /** A letter that names the stream or tells whether the line is whole. */
        STREAM,
        /** The blanks at the end, which are missing where something on the way trims lines and no text follows. */
        BLANKS
    }

    /** A part of the form. */
    private record Part(Kind kind, String text) {}

    static final String LEVEL_WORDS = "trace|debug|info|notice|warn|warning|error|critical|fatal|stdout|stderr";

    private static final Pattern VARIABLE = Pattern.compile("(?<number> *\\d+)|(?<![A-Za-z])(?:(?<name>"
            + "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
            + "|(?<level>(?i:" + LEVEL_WORDS + ")))(?![A-Za-z])"
            + "|(?:(?<=\\d)(?<stream>[OE]\\+?)|(?<=stdout |stderr )(?<whole>[FP]))(?= )");

    private static final byte[][] LEVELS = Stream.of(LEVEL_WORDS.split("\\|"))
            .map(w -> w.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final List<Part> parts;
    private final Kind[] kinds;
    private final byte[][] texts;

    private PrefixShape(List<Part> parts) {
        this.parts = List.copyOf(parts);
        kinds = parts.stream().map(Part::kind).toArray(Kind[]::new);
        texts = parts.stream()
                .map(p -> p.text().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** The form of this prefix. */
    static PrefixShape of(String prefix) {
        List<Part> parts = new ArrayList<>();
        String filled = prefix.stripTrailing();
        Matcher variable = VARIABLE.matcher(prefix);
        int from = 0;
        while (variable.find() && variable.start() < filled.length()) {
            text(parts, filled.substring(from, variable.start()));
            parts.add(new Part(kind(variable), ""));
            from = variable.end();
        }
        text(parts, filled.substring(from));
        if (filled.length() < prefix.length()) {
            parts.add(new Part(Kind.BLANKS, prefix.substring(filled.length())));
        }
        return new PrefixShape(parts);
    }

    private static void text(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            boolean filling = text.startsWith("  ")
                    && !parts.isEmpty()
                    && parts.get(parts.size() - 1).kind() == Kind.LEVEL;
            parts.add(new Part(Kind.TEXT, filling ? ' ' + text.stripLeading() : text));
        }
    }

    private static Kind kind(Matcher variable) {
        if (variable.group("number") != null) {
            return Kind.NUMBER;
        } else if (variable.group("name") != null) {
            return Kind.NAME;
        }
        return variable.group("level") != null ? Kind.LEVEL : Kind.STREAM;
    }

    /** Where a line that has this in front goes on behind it; -1 if it does not have it. */
    int behind(byte[] line, int from, int end) {
        int at = from;
        for (int i = 0; i < kinds.length && at >= 0; i++) {
            at = switch (kinds[i]) {
                case TEXT -> text(line, at, end, texts[i]);
                case NUMBER -> number(line, at, end);
                case NAME -> name(line, at, end);
                case LEVEL -> level(line, at, end, i + 2 < kinds.length);
                case STREAM -> stream(line, at, end);
                case BLANKS -> at == end ? at : text(line, at, end, texts[i]);
            };
        }
        return at;
    }

    private static int text(byte[] line, int at, int end, byte[] text) {
        int behind = at + text.length;
        return behind <= end && Arrays.equals(line, at, behind, text, 0, text.length) ? behind : -1;
    }

    private static int number(byte[] line, int from, int end) {
        int digits = from;
        while (digits < end && line[digits] == ' ') {
            digits++;
        }
        int at = digits;
        while (at < end && line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        return at > digits ? at : -1;
    }

    private static int name(byte[] line, int at, int end) {
        boolean fits = at + 3 <= end && isUpper(line[at]) && isLower(line[at + 1]) && isLower(line[at + 2]);
        return fits ? at + 3 : -1;
    }

    /** Within a prefix levels are often filled to one width; at its end the blanks may be the text's. */
    private static int level(byte[] line, int from, int end, boolean filled) {
        int at = from;
        while (at < end && (isUpper(line[at]) || isLower(line[at]))) {
            at++;
        }
        if (!isLevel(line, from, at)) {
            return -1;
        }
        while (filled && at + 1 < end && line[at] == ' ' && line[at + 1] == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isLevel(byte[] line, int from, int end) {
        for (byte[] level : LEVELS) {
            int i = 0;
            while (i < level.length && from + i < end && (line[from + i] | ' ') == level[i]) {
                i++;
            }
            if (i == level.length && from + i == end) {
                return true;
            }
        }
        return false;
    }

    private static int stream(byte[] line, int at, int end) {
        if (at >= end || "OEFP".indexOf(line[at]) < 0) {
            return -1;
        }
        return at + 1 < end && line[at + 1] == '+' ? at + 2 : at + 1;
    }

    private static boolean isUpper(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static boolean isLower(byte b) {
        return b >= 'a' && b <= 'z';
    }

    /** Whether so much of the fixed text before the last blanks is the same as in the other form. */
    boolean endsLike(PrefixShape other, int length) {
        String mine = lastText();
        String theirs = other.lastText();
        return mine.length() >= length
                && theirs.length() >= length
                && mine.regionMatches(mine.length() - length, theirs, theirs.length() - length, length);
    }

    private String lastText() {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i).kind() != Kind.BLANKS) {
                return parts.get(i).text();
            }
        }
        return "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixShape s && s.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
