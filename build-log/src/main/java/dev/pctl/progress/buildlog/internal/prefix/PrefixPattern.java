package dev.pctl.progress.buildlog.internal.prefix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of a prefix: fixed text, and parts that vary from line to line, such as numbers, months, days of the
 * week, levels and streams. Immutable; equal if the parts are equal.
 *
 * <p>It is matched by hand on the bytes of each line: a regular expression would need the line decoded first.
 */
final class PrefixPattern {

    enum Kind {
        TEXT('\0'),
        /** Digits, and the blanks that pad them. */
        NUMBER('\ue001'),
        /** A hexadecimal number. */
        HEX('\ue002'),
        /** A duration: 1m5s, 12.3ms. */
        DURATION('\ue003'),
        /** Any word, where two prefixes have shown that it varies. */
        WORD('\ue004'),
        /** Padding: any number of blanks. */
        FILL('\ue005'),
        /** The members of a JSON object before the key that follows. */
        MEMBERS('\ue006'),
        /** The name of a month or a day of the week: Jan, Mon. */
        NAME('\ue007'),
        /** A level, a stream, or a half of the day: INFO, stderr, PM. */
        LEVEL('\ue008'),
        /** A letter for the stream or for partial lines, and the blank or plus after it. */
        STREAM('\ue009'),
        /** Trailing blanks, which are missing if the transport trims lines without text. */
        BLANKS('\ue00a');

        /** Its character in {@link PrefixPattern#code}, from the Unicode private use area. */
        private final char code;

        Kind(char code) {
            this.code = code;
        }

        char code() {
            return code;
        }

        static Optional<Kind> of(char code) {
            return code == TEXT.code
                    ? Optional.empty()
                    : Stream.of(values()).filter(k -> k.code == code).findFirst();
        }
    }

    /** A part of the pattern; only fixed text has a text. */
    private record Part(Kind kind, String text) {}

    static final String LEVEL_WORDS =
            "trace|debug|dbg|info|inf|notice|warn|wrn|warning|error|err|critical|crit|fatal|verbose"
                    + "|erro|debu|fata|trac|ftl|vrb|stdout|stderr|out|am|pm";

    private static final String HEX_DIGIT = "[0-9a-f]";

    private static final String UNIT = "(?:[dhms]|[mun]s|\u00b5s)";

    private static final Pattern VARIABLE = Pattern.compile("(?<hex> *(?:(?<![A-Za-z0-9])|(?<=\\b0x))(?:"
            + (HEX_DIGIT + "{8}(?:-" + HEX_DIGIT + "{4}){3}-" + HEX_DIGIT + "{12}")
            + ("|(?=\\d*[a-f])(?=[a-f]*\\d)" + HEX_DIGIT + "{8,}(?:-" + HEX_DIGIT + "{4,})*)(?![A-Za-z0-9]))")
            + ("|(?<duration> *(?<![A-Za-z0-9-])(?:\\d[\\d.]*" + UNIT + ")+)(?![A-Za-z0-9])|(?<number> *\\d+)")
            + "|(?<![A-Za-z])(?:(?<name>"
            + "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
            + ("|(?<level>(?i:" + LEVEL_WORDS + ")))(?![A-Za-z])")
            + "|(?<stream>(?<=\\d)[OE][+ ]|(?<=stdout |stderr )[FP] )");

    private static final Map<String, Kind> NAMED = Map.of(
            "hex", Kind.HEX,
            "duration", Kind.DURATION,
            "number", Kind.NUMBER,
            "name", Kind.NAME,
            "level", Kind.LEVEL,
            "stream", Kind.STREAM);

    /** The kinds that vary in length and may be followed by padding. */
    private static final Set<Kind> FILLED = EnumSet.of(Kind.NUMBER, Kind.HEX, Kind.DURATION, Kind.LEVEL, Kind.WORD);

    /** A JSON object up to the string of one of its keys; within a string, its quotes would be escaped. */
    private static final Pattern OBJECT = Pattern.compile("\\{.*(\"[^\"\\\\]+\"\\s*:\\s*\")");

    /** The number of equal characters at the end of similar patterns: a mark, a blank, and some of the text before. */
    private static final int SAME_END = 4;

    /** The fewest digits of a hexadecimal number; shorter ones may be words. */
    private static final int SHORTEST_HEX = 8;

    /** The fewest digits of a group after a dash, as in a UUID, or in the ids of a trace and a span. */
    private static final int SHORTEST_GROUP = 4;

    /**
     * The most bytes of a unit of time. The first letter of a microsecond has two in UTF-8 but is usually written as u.
     */
    private static final int LONGEST_UNIT = 2;

    private static final byte[][] LEVELS = Stream.of(LEVEL_WORDS.split("\\|"))
            .map(w -> w.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final List<Part> parts;
    private final Kind[] kinds;
    private final byte[][] texts;

    private PrefixPattern(List<Part> parts) {
        this.parts = List.copyOf(parts);
        kinds = parts.stream().map(Part::kind).toArray(Kind[]::new);
        texts = parts.stream()
                .map(p -> p.text().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Returns the pattern of this prefix. */
    static PrefixPattern of(String prefix) {
        Matcher object = OBJECT.matcher(prefix);
        if (object.matches()) {
            return new PrefixPattern(List.of(
                    new Part(Kind.TEXT, "{"), new Part(Kind.MEMBERS, ""), new Part(Kind.TEXT, object.group(1))));
        }
        List<Part> parts = new ArrayList<>();
        String filled = prefix.stripTrailing();
        Matcher variable = VARIABLE.matcher(prefix);
        int from = 0;
        while (variable.find() && variable.start() < filled.length()) {
            text(parts, filled.substring(from, variable.start()));
            if (variable.start() > 0
                    && prefix.charAt(variable.start()) == ' '
                    && Character.isLetterOrDigit(prefix.charAt(variable.start() - 1))) {
                parts.add(new Part(Kind.FILL, ""));
            }
            parts.add(new Part(kind(variable), ""));
            from = variable.end();
        }
        if (from < filled.length()) {
            text(parts, filled.substring(from));
            from = filled.length();
        }
        if (from < prefix.length()) {
            parts.add(new Part(Kind.BLANKS, prefix.substring(from)));
        }
        return new PrefixPattern(parts);
    }

    private static void text(List<Part> parts, String text) {
        String rest = text;
        if (text.startsWith(" ")
                && !parts.isEmpty()
                && FILLED.contains(parts.get(parts.size() - 1).kind())) {
            parts.add(new Part(Kind.FILL, ""));
            rest = text.stripLeading();
        }
        if (!rest.isEmpty()) {
            parts.add(new Part(Kind.TEXT, rest));
        }
    }

    private static Kind kind(Matcher variable) {
        return NAMED.entrySet().stream()
                .filter(e -> variable.group(e.getKey()) != null)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the index after the prefix of a line, or -1 if the line does not have this prefix. */
    int end(byte[] line, int from, int end) {
        int at = from;
        for (int i = 0; i < kinds.length && at >= 0; i++) {
            at = switch (kinds[i]) {
                case TEXT -> text(line, at, end, texts[i]);
                case NUMBER -> number(line, at, end);
                case HEX -> hex(line, at, end);
                case DURATION -> duration(line, at, end);
                case NAME -> name(line, at, end);
                case LEVEL -> level(line, at, end);
                case WORD -> word(line, at, end);
                case FILL -> afterBlanks(line, at, end);
                case MEMBERS -> find(line, at, end, texts[i + 1]);
                case STREAM -> stream(line, at, end);
                case BLANKS -> at == end ? at : text(line, at, end, texts[i]);
            };
        }
        return at;
    }

    private static int text(byte[] line, int at, int end, byte[] text) {
        int after = at + text.length;
        return after <= end && Arrays.equals(line, at, after, text, 0, text.length) ? after : -1;
    }

    private static int find(byte[] line, int from, int end, byte[] text) {
        for (int i = from; i + text.length <= end; i++) {
            if (line[i] == text[0] && text(line, i, end, text) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static int afterBlanks(byte[] line, int from, int end) {
        int at = from;
        while (at < end && line[at] == ' ') {
            at++;
        }
        return at;
    }

    private static int number(byte[] line, int from, int end) {
        int digits = afterBlanks(line, from, end);
        int at = digits;
        while (at < end && isDigit(line[at])) {
            at++;
        }
        return at > digits ? at : -1;
    }

    private static int hex(byte[] line, int from, int end) {
        int digits = afterBlanks(line, from, end);
        int at = afterHexDigits(line, digits, end);
        int after = afterGroup(line, at, end);
        while (after > at) {
            at = after;
            after = afterGroup(line, at, end);
        }
        return at - digits >= SHORTEST_HEX ? at : -1;
    }

    /** Returns the index after a dash and its digits, or the index itself if there are none. */
    private static int afterGroup(byte[] line, int at, int end) {
        int after = at < end && line[at] == '-' ? afterHexDigits(line, at + 1, end) : at;
        boolean whole = after == end || !(isUpper(line[after]) || isLower(line[after]));
        return whole && after - at > SHORTEST_GROUP ? after : at;
    }

    private static int afterHexDigits(byte[] line, int from, int end) {
        int at = from;
        while (at < end && (isDigit(line[at]) || (line[at] >= 'a' && line[at] <= 'f'))) {
            at++;
        }
        return at;
    }

    private static int duration(byte[] line, int from, int end) {
        int after = -1;
        int at = afterBlanks(line, from, end);
        while (at < end && isDigit(line[at])) {
            while (at < end && (isDigit(line[at]) || line[at] == '.')) {
                at++;
            }
            int unit = at;
            while (at < end && at < unit + LONGEST_UNIT && (isLower(line[at]) || line[at] < 0)) {
                at++;
            }
            after = at > unit ? at : after;
        }
        return after;
    }

    private static int word(byte[] line, int from, int end) {
        int at = from;
        while (at < end && isOfWord(line[at])) {
            at++;
        }
        return at > from ? at : -1;
    }

    private static int name(byte[] line, int at, int end) {
        boolean fits = at + 3 <= end && isUpper(line[at]) && isLower(line[at + 1]) && isLower(line[at + 2]);
        return fits ? at + 3 : -1;
    }

    private static int level(byte[] line, int from, int end) {
        int at = from;
        while (at < end && (isUpper(line[at]) || isLower(line[at]))) {
            at++;
        }
        return isLevel(line, from, at) ? at : -1;
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
        if (at + 1 == end) {
            return end;
        }
        return line[at + 1] == '+' || line[at + 1] == ' ' ? at + 2 : -1;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isUpper(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static boolean isLower(byte b) {
        return b >= 'a' && b <= 'z';
    }

    private static boolean isOfWord(byte b) {
        return isDigit(b) || isLower(b) || isUpper(b) || b == '_' || b == '-' || b == '.';
    }

    /** Returns whether both end alike, apart from trailing blanks. */
    boolean endsLike(PrefixPattern other) {
        String mine = outline();
        String theirs = other.outline();
        return mine.length() >= SAME_END
                && theirs.length() >= SAME_END
                && mine.regionMatches(mine.length() - SAME_END, theirs, theirs.length() - SAME_END, SAME_END);
    }

    private String outline() {
        return parts.stream()
                .filter(p -> p.kind() != Kind.FILL && p.kind() != Kind.BLANKS)
                .map(p -> p.kind() == Kind.TEXT ? p.text() : "0")
                .collect(Collectors.joining());
    }

    /**
     * Returns a pattern that matches both if they differ in one word and its padding, or in several words after a time,
     * or else null. Patterns of JSON objects do not merge, since any key may precede a string.
     */
    @Nullable
    PrefixPattern merged(PrefixPattern other) {
        if (parts.stream().anyMatch(p -> p.kind() == Kind.MEMBERS)) {
            return null;
        }
        String merged = blanks().equals(other.blanks()) ? PrefixMerger.merged(code(), other.code()) : null;
        return merged == null ? null : new PrefixPattern(decoded(merged));
    }

    /** Returns whether it contains a time of day, which people do not write before quotations. */
    boolean hasTime() {
        return PrefixMerger.hasTime(code());
    }

    /** Returns the parts as one text, with one character for each varying part. */
    private String code() {
        return parts.stream()
                .map(p -> p.kind() == Kind.TEXT ? p.text() : String.valueOf(p.kind().code))
                .collect(Collectors.joining());
    }

    private List<Part> decoded(String code) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < code.length(); i++) {
            Optional<Kind> kind = Kind.of(code.charAt(i));
            if (kind.isPresent()) {
                text(parts, code.substring(from, i));
                parts.add(new Part(kind.get(), kind.get() == Kind.BLANKS ? blanks() : ""));
                from = i + 1;
            }
        }
        text(parts, code.substring(from));
        return parts;
    }

    private String blanks() {
        return parts.stream()
                .filter(p -> p.kind() == Kind.BLANKS)
                .map(Part::text)
                .collect(Collectors.joining());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixPattern s && s.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
