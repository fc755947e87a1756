package dev.pctl.progress.buildlog.internal.prefix;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the timestamp in a prefix: the formats of logging libraries, loggers and consoles.
 *
 * <p>Most prefixes fit few formats. One pass over the characters selects these, and only their expressions are tried.
 */
final class TimestampParser {

    private static final String MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
    private static final String MONTH = "(?<month>" + MONTHS + ')';
    private static final String DAY = "(?<day>\\d{1,2})";
    private static final String YEAR = "(?<year>\\d{4})";
    private static final String FRACTION = "(?:[.,](?<fraction>\\d{1,9})\\d*)?";
    private static final String HALF = "(?: ?(?<half>[AP])M\\b)?";
    private static final String TIME = "(?<hour>\\d{1,2}):(?<minute>\\d\\d):(?<second>\\d\\d)" + FRACTION + HALF;
    private static final String ZONE = "(?: ?(?<zone>Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)(?!\\w|:\\d))?";

    private static final int HALF_DAY = 12;
    private static final int HEX = 16;
    private static final int TAI_AHEAD = 10;
    private static final int LEAP_YEAR = 2000;

    /** The number of characters of the shortest timestamp; most lines have no prefix at all. */
    private static final int SHORTEST = 5;

    /** Two digits with a colon between them. */
    private static final int CLOCK = 1;

    /** Two digits with a dash or a slash between them. */
    private static final int DATE = 1 << 1;

    /** Two digits with a point between them. */
    private static final int POINT = 1 << 2;

    /** At least ten digits in a row, like the seconds since 1970 from 2001 to 2286. */
    private static final int EPOCH = 1 << 3;

    private static final int AT = 1 << 4;
    private static final int HASH = 1 << 5;
    private static final int BRACKET = 1 << 6;

    private static final int DIGITS_SINCE_1970 = 10;

    /**
     * A format of timestamps.
     *
     * @param needs the bits of the contents that every timestamp of this format has
     * @param reading converts a match of the pattern to a timestamp
     */
    private record Form(int needs, Pattern pattern, Function<Matcher, Timestamp> reading) {

        Form(int needs, String pattern, Function<Matcher, Timestamp> reading) {
            this(needs, Pattern.compile(pattern), reading);
        }
    }

    /** The formats. If two fit the same text, the more complete one comes first. */
    private static final List<Form> FORMS = List.of(
            // 2026-11-25T10:20:30.5Z, 2026/11/25 10:20:30 PM
            new Form(
                    CLOCK | DATE,
                    YEAR + "([-/])(?<number>\\d\\d)\\2" + DAY + "[T _]" + TIME + ZONE,
                    m -> dated(m, numbered(m))),
            // 11/25/2026 10:20:30 PM, 25.11.2026 10:20:30
            new Form(
                    CLOCK,
                    "(?<!\\d)(?<one>\\d{1,2})(?<mark>[/.])(?<two>\\d{1,2})\\k<mark>" + YEAR + ",? " + TIME + ZONE,
                    m -> dated(m, inEitherOrder(m))),
            // 28/Nov/2026:10:00:00 +0000, 28 Nov 2026 10:00:00 GMT
            new Form(
                    CLOCK,
                    "(?<!\\d)" + DAY + "([ /-])" + MONTH + "\\2" + YEAR + "[ :]" + TIME + ZONE,
                    m -> dated(m, named(m))),
            // Nov 28 10:00:00 UTC 2026
            new Form(
                    CLOCK,
                    MONTH + " {1,2}" + DAY + ' ' + TIME + ZONE + "(?: [A-Z]{2,5})? " + YEAR + "\\b",
                    m -> dated(m, named(m))),
            // Nov 28 10:00:00.5
            new Form(
                    CLOCK,
                    "\\b" + MONTH + " {1,2}" + DAY + ' ' + TIME,
                    m -> new Timestamp.Yearless(inLeapYear(m, month(m)))),
            // I1128 10:00:00.123456, of Kubernetes
            new Form(
                    CLOCK,
                    "\\b[DIWEF](?<number>\\d\\d)(?<day>\\d\\d) " + TIME,
                    m -> new Timestamp.Yearless(inLeapYear(m, integer(m, "number")))),
            // a TAI64N label of multilog, in which 1970 is 2^62 and ten seconds
            new Form(AT, "@4(?<tai>[0-9a-f]{15})(?<nanos>[0-9a-f]{8})", TimestampParser::label),
            // seconds since 1970, or a power of 1000 of them in digits; from 2014 to 2033
            new Form(
                    EPOCH,
                    "(?<![\\w.])(?<seconds>1[4-9]\\d{8})(?:[.,]?(?<fraction>\\d{3}|\\d{6}|\\d{9}))?(?![\\w.])",
                    m -> new Timestamp.Exact(Instant.EPOCH.plus(seconds(m)))),
            // 14:30:25,123
            new Form(
                    CLOCK,
                    "(?<![\\w:.-])(?<hour>\\d{1,3}):(?<minute>[0-5]\\d):(?<second>[0-5]\\d)" + FRACTION + HALF
                            + "(?![\\w:])",
                    m -> new Timestamp.Clock(sinceMidnight(m))),
            // #12 34.56, of BuildKit
            new Form(
                    HASH | POINT,
                    "(?<=#\\d{1,9} )(?<seconds>\\d{1,7})\\.(?<fraction>\\d{1,3}) ",
                    TimestampParser::counted),
            // [   45.123456], of the Linux kernel
            new Form(POINT | BRACKET, "\\[ *(?<seconds>\\d{1,8})\\.(?<fraction>\\d{3,6})]", TimestampParser::counted),
            // 45.123456
            new Form(POINT, "^ *(?<seconds>\\d{1,8})\\.(?<fraction>\\d{3,9})[ \\t:|]", TimestampParser::counted),
            // [1m05s], [34.5s]
            new Form(
                    BRACKET,
                    "\\[(?:(?<hours>\\d{1,3})h ?)?(?:(?<minutes>\\d{1,4})m ?)?(?<seconds>\\d{1,7})"
                            + "(?:\\.(?<fraction>\\d{1,9}))?s]",
                    m -> count(m, seconds(m).plusHours(optional(m, "hours")).plusMinutes(optional(m, "minutes")))));

    /** A number on its own in the text around a count, which varies from line to line. */
    private static final Pattern LONE_NUMBER = Pattern.compile("(?<![\\w#-])\\d+");

    private TimestampParser() {}

    /** Returns the timestamp in a prefix, or null if there is none. */
    static @Nullable Timestamp read(String prefix) {
        if (prefix.length() < SHORTEST) {
            return null;
        }
        int contents = contents(prefix);
        for (Form form : FORMS) {
            if ((form.needs() & contents) == form.needs()) {
                Matcher stamp = form.pattern().matcher(prefix);
                if (stamp.find()) {
                    return readAs(form, stamp);
                }
            }
        }
        return null;
    }

    /** Returns the bits of the contents of the text. */
    private static int contents(String text) {
        int contents = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean between = digits > 0 && i + 1 < text.length() && isDigit(text.charAt(i + 1));
            digits = isDigit(c) ? digits + 1 : 0;
            contents |= digits == DIGITS_SINCE_1970 ? EPOCH : between ? betweenDigits(c) : alone(c);
        }
        return contents;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int betweenDigits(char c) {
        return switch (c) {
            case ':' -> CLOCK;
            case '-', '/' -> DATE;
            case '.' -> POINT;
            default -> alone(c);
        };
    }

    private static int alone(char c) {
        return switch (c) {
            case '@' -> AT;
            case '#' -> HASH;
            case ']' -> BRACKET;
            default -> 0;
        };
    }

    private static @Nullable Timestamp readAs(Form form, Matcher stamp) {
        try {
            return form.reading().apply(stamp);
        } catch (DateTimeException e) {
            return null;
        }
    }

    // ---- dates

    private static Timestamp dated(Matcher stamp, LocalDate date) {
        LocalDateTime time = date.atTime(timeOfDay(stamp));
        String zone = stamp.group("zone");
        if (zone == null) {
            return new Timestamp.Local(time);
        }
        boolean utc = Character.isLetter(zone.charAt(0));
        return new Timestamp.Exact(time.toInstant(utc ? ZoneOffset.UTC : ZoneOffset.of(zone)));
    }

    private static LocalDate numbered(Matcher stamp) {
        return LocalDate.of(integer(stamp, "year"), integer(stamp, "number"), integer(stamp, "day"));
    }

    private static LocalDate named(Matcher stamp) {
        return LocalDate.of(integer(stamp, "year"), month(stamp), integer(stamp, "day"));
    }

    /** Reads a date whose month comes first between slashes, unless there is no such month, and second between dots. */
    private static LocalDate inEitherOrder(Matcher stamp) {
        int one = integer(stamp, "one");
        int two = integer(stamp, "two");
        boolean dayFirst = one > 12 || ".".equals(stamp.group("mark"));
        return LocalDate.of(integer(stamp, "year"), dayFirst ? two : one, dayFirst ? one : two);
    }

    private static LocalDateTime inLeapYear(Matcher stamp, int month) {
        return LocalDate.of(LEAP_YEAR, month, integer(stamp, "day")).atTime(timeOfDay(stamp));
    }

    private static int month(Matcher stamp) {
        return List.of(MONTHS.split("\\|")).indexOf(stamp.group("month")) + 1;
    }

    // ---- times

    private static LocalTime timeOfDay(Matcher stamp) {
        return LocalTime.of(hour(stamp), integer(stamp, "minute"), integer(stamp, "second"))
                .plusNanos(nanos(stamp));
    }

    private static Duration sinceMidnight(Matcher stamp) {
        return Duration.ofHours(hour(stamp))
                .plusMinutes(integer(stamp, "minute"))
                .plusSeconds(integer(stamp, "second"))
                .plusNanos(nanos(stamp));
    }

    private static int hour(Matcher stamp) {
        int hour = integer(stamp, "hour");
        String half = stamp.group("half");
        return half == null ? hour : hour % HALF_DAY + ("P".equals(half) ? HALF_DAY : 0);
    }

    private static long nanos(Matcher stamp) {
        String fraction = stamp.group("fraction");
        return fraction == null ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
    }

    // ---- counts

    private static Timestamp counted(Matcher stamp) {
        return count(stamp, seconds(stamp));
    }

    /** Returns a count, distinguished from those of other steps or hosts by the text before it. */
    private static Timestamp count(Matcher stamp, Duration time) {
        StringBuilder head = new StringBuilder();
        stamp.appendReplacement(head, "");
        return new Timestamp.Count(LONE_NUMBER.matcher(head).replaceAll(""), time);
    }

    private static Timestamp label(Matcher label) {
        return new Timestamp.Exact(Instant.ofEpochSecond(
                Long.parseLong(label.group("tai"), HEX) - TAI_AHEAD, Long.parseLong(label.group("nanos"), HEX)));
    }

    private static Duration seconds(Matcher stamp) {
        return Duration.ofSeconds(Long.parseLong(stamp.group("seconds"))).plusNanos(nanos(stamp));
    }

    private static int optional(Matcher stamp, String group) {
        return stamp.group(group) == null ? 0 : integer(stamp, group);
    }

    private static int integer(Matcher stamp, String group) {
        return Integer.parseInt(stamp.group(group));
    }
}
