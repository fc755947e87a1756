package dev.pctl.progress.spack;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When what a line says happened: at the time that stands in front of it, else when it was read.
 *
 * <p>A stamp without a zone is taken to be of the zone in which it is about now when the first one is read, which it is
 * while a build is watched; if there is none, of UTC. A stamp without a year is of the year that brings it nearest to
 * when it was read.
 */
final class EventTime {

    private static final Pattern DATE_AND_TIME = Pattern.compile("(\\d{4})([-/])(\\d\\d)\\2(\\d\\d)[T _]"
            + "(\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9})\\d*)?(Z|[+-]\\d\\d:?\\d\\d)?");

    private static final Pattern SYSLOG = Pattern.compile(
            "\\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))?");

    /** Seconds since 1970, or a power of 1000 of them in digits; from 2014 to 2033. */
    private static final Pattern SECONDS =
            Pattern.compile("(?<![\\w.])(1[4-9]\\d{8})(?:[.,]?(\\d{3}|\\d{6}|\\d{9}))?(?![\\w.])");

    /** A TAI64N label as multilog writes it, which takes 1970 to be ten seconds behind 2^62. */
    private static final Pattern TAI64N = Pattern.compile("@4([0-9a-f]{15})([0-9a-f]{8})");

    private static final int TAI_AHEAD = 10;
    private static final int HEX = 16;

    /** Ten digits; most lines have nothing in front of them. */
    private static final int SHORTEST = 10;

    private static final DateTimeFormatter SYSLOG_FORM = new DateTimeFormatterBuilder()
            .appendPattern("uuuu MMM d HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ENGLISH);

    /** Zones differ by whole quarters of an hour, and by fourteen hours at most from UTC. */
    private static final Duration ZONE_STEP = Duration.ofMinutes(15);

    private static final Duration LARGEST_OFFSET = Duration.ofHours(14);

    private @Nullable Duration offset;

    /**
     * Reads the stamp.
     *
     * @param prefix what stands in front of a line
     * @return when the line was printed, or when it was read if there is no stamp
     */
    Instant of(String prefix, Instant readAt) {
        if (prefix.length() < SHORTEST) {
            return readAt;
        }
        try {
            Instant stated = dateAndTime(prefix, readAt);
            stated = stated == null ? syslog(prefix, readAt) : stated;
            stated = stated == null ? counted(prefix) : stated;
            return stated == null ? readAt : stated;
        } catch (DateTimeException e) {
            return readAt;
        }
    }

    private @Nullable Instant dateAndTime(String prefix, Instant readAt) {
        Matcher stamp = DATE_AND_TIME.matcher(prefix);
        if (!stamp.find()) {
            return null;
        }
        String fraction = stamp.group(6) == null ? "" : '.' + stamp.group(6);
        String local = stamp.group(1) + '-' + stamp.group(3) + '-' + stamp.group(4) + 'T' + stamp.group(5) + fraction;
        String zone = stamp.group(7);
        if (zone == null) {
            return zoned(LocalDateTime.parse(local), readAt);
        }
        String colon = zone.length() == 5 ? zone.substring(0, 3) + ':' + zone.substring(3) : zone;
        return OffsetDateTime.parse(local + colon).toInstant();
    }

    private static @Nullable Instant counted(String prefix) {
        Matcher label = TAI64N.matcher(prefix);
        if (label.find()) {
            return Instant.ofEpochSecond(
                    Long.parseLong(label.group(1), HEX) - TAI_AHEAD, Long.parseLong(label.group(2), HEX));
        }
        Matcher seconds = SECONDS.matcher(prefix);
        if (!seconds.find()) {
            return null;
        }
        String fraction = seconds.group(2) == null ? "" : seconds.group(2);
        return Instant.ofEpochSecond(
                Long.parseLong(seconds.group(1)),
                fraction.isEmpty() ? 0 : Long.parseLong((fraction + "000000").substring(0, 9)));
    }

    private @Nullable Instant syslog(String prefix, Instant readAt) {
        Matcher stamp = SYSLOG.matcher(prefix);
        if (!stamp.find()) {
            return null;
        }
        String fraction = stamp.group(4) == null ? "" : '.' + stamp.group(4);
        String rest = ' ' + stamp.group(1) + ' ' + stamp.group(2) + ' ' + stamp.group(3) + fraction;
        int year = readAt.atOffset(ZoneOffset.UTC).getYear();
        LocalDateTime nearest = null;
        for (int y = year - 1; y <= year + 1; y++) {
            boolean leapDay = rest.startsWith(" Feb 29");
            if (!leapDay || Year.isLeap(y)) {
                LocalDateTime time = LocalDateTime.parse(String.format(Locale.ROOT, "%04d", y) + rest, SYSLOG_FORM);
                nearest = nearest == null || distance(time, readAt).compareTo(distance(nearest, readAt)) < 0
                        ? time
                        : nearest;
            }
        }
        return nearest == null ? null : zoned(nearest, readAt);
    }

    private static Duration distance(LocalDateTime time, Instant readAt) {
        return Duration.between(time.toInstant(ZoneOffset.UTC), readAt).abs();
    }

    private Instant zoned(LocalDateTime time, Instant readAt) {
        Instant inUtc = time.toInstant(ZoneOffset.UTC);
        Duration known = offset;
        if (known == null) {
            known = offset(Duration.between(readAt, inUtc));
            offset = known;
        }
        return inUtc.minus(known);
    }

    private static Duration offset(Duration ahead) {
        if (ahead.abs().compareTo(LARGEST_OFFSET) > 0) {
            return Duration.ZERO;
        }
        long steps = Math.round((double) ahead.toSeconds() / ZONE_STEP.toSeconds());
        return ZONE_STEP.multipliedBy(steps);
    }
}
