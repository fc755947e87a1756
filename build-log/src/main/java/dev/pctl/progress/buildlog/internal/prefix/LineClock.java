package dev.pctl.progress.buildlog.internal.prefix;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When what a line says happened: at the time that stands in front of it, else when it was read.
 *
 * <p>Where a stamp leaves something open, the newest line that came together with it is taken to be printed about when it
 * was read, which it is while a build is watched. So a stamp without a zone is of the zone in which that is so, or of UTC
 * if there is none; one without a year is of the year, and one without a date of the day, that brings it nearest. Where
 * there is no such zone the hours, minutes and seconds are those since a start; these, and any count of seconds, say how
 * long before that newest line the others were printed, and how long behind it those that are read later.
 */
public final class LineClock {

    /** Zones differ by whole quarters of an hour, and by fourteen hours at most from UTC. */
    private static final Duration ZONE_STEP = Duration.ofMinutes(15);

    private static final Duration LARGEST_OFFSET = Duration.ofHours(14);

    /** Clocks are as wrong as this, and lines are read this long after they are printed. */
    private static final Duration ABOUT = Duration.ofMinutes(2);

    /** What shows the same for this long is no time: a name has a date in it, or a number. */
    private static final Duration STANDING = Duration.ofMinutes(10);

    private static final int MOST_COUNTS = 32;

    private final Consumer<Consumer<String>> ahead;
    private final Map<String, RelativeClock> counts = new LinkedHashMap<>();
    private @Nullable RelativeClock clock;
    private @Nullable Duration offset;
    private Instant last = Instant.EPOCH;
    private Instant lastChange = Instant.EPOCH;

    /**
     * Of a log of which nothing was read.
     *
     * @param ahead gives what stands in front of the lines that were read together with this one and stand behind it
     */
    public LineClock(Consumer<Consumer<String>> ahead) {
        this.ahead = ahead;
    }

    /**
     * When the next line was printed.
     *
     * @param prefix what stands in front of a line
     * @return when the line was printed, or when it was read if there is no stamp
     */
    public Instant of(String prefix, Instant readAt) {
        Timestamp stamp = TimestampParser.read(prefix);
        if (stamp == null) {
            return readAt;
        }
        Instant stated = time(stamp, readAt);
        if (!stated.equals(last)) {
            last = stated;
            lastChange = readAt;
        }
        return readAt.isAfter(lastChange.plus(STANDING)) ? readAt : stated;
    }

    /** When a line was printed that stands before or not far behind the last one. */
    public Instant ofKept(String prefix, Instant readAt) {
        Timestamp stamp = TimestampParser.read(prefix);
        if (stamp instanceof Timestamp.Clock s) {
            return clock == null ? readAt : clock.near(s.time(), readAt);
        }
        if (stamp instanceof Timestamp.Count s) {
            RelativeClock count = counts.get(s.of());
            return count == null ? readAt : count.near(s.time(), readAt);
        }
        return stamp == null ? readAt : time(stamp, readAt);
    }

    private Instant time(Timestamp stamp, Instant readAt) {
        if (stamp instanceof Timestamp.Exact s) {
            return s.time();
        }
        if (stamp instanceof Timestamp.Clock s) {
            return clock(s, readAt);
        }
        if (stamp instanceof Timestamp.Count s) {
            return count(s, readAt);
        }
        return inUtc(stamp, readAt).minus(offset(stamp, readAt));
    }

    // ---- stamps with a date

    /** The time that it is if the zone is UTC. */
    private static Instant inUtc(Timestamp stamp, Instant readAt) {
        if (stamp instanceof Timestamp.Local s) {
            return s.time().toInstant(ZoneOffset.UTC);
        }
        LocalDateTime time = ((Timestamp.Yearless) stamp).time();
        boolean leapDay = time.getMonthValue() == 2 && time.getDayOfMonth() == 29;
        int year = readAt.atOffset(ZoneOffset.UTC).getYear();
        Instant nearest = readAt;
        Duration least = Duration.ofSeconds(Long.MAX_VALUE);
        for (int y = year - 1; y <= year + 1; y++) {
            Instant instant = time.withYear(y).toInstant(ZoneOffset.UTC);
            Duration distance = Duration.between(instant, readAt).abs();
            if (distance.compareTo(least) < 0 && (!leapDay || Year.isLeap(y))) {
                nearest = instant;
                least = distance;
            }
        }
        return nearest;
    }

    private Duration offset(Timestamp stamp, Instant readAt) {
        Duration known = offset;
        if (known == null) {
            Duration before = Duration.between(readAt, inUtc(newest(stamp), readAt));
            known = before.abs().compareTo(LARGEST_OFFSET) > 0 ? Duration.ZERO : nearestStep(before);
            offset = known;
        }
        return known;
    }

    private Timestamp newest(Timestamp stamp) {
        List<Timestamp> all = new ArrayList<>(List.of(stamp));
        ahead.accept(prefix -> {
            Timestamp next = TimestampParser.read(prefix);
            if (next instanceof Timestamp.Local || next instanceof Timestamp.Yearless) {
                all.set(0, next);
            }
        });
        return all.get(0);
    }

    private static Duration nearestStep(Duration duration) {
        return ZONE_STEP.multipliedBy(Math.round((double) duration.toSeconds() / ZONE_STEP.toSeconds()));
    }

    // ---- stamps without a date

    private Instant clock(Timestamp.Clock stamp, Instant readAt) {
        RelativeClock known = clock;
        if (known == null) {
            Duration left = left(stamp);
            Duration newest = stamp.time().plus(left);
            known = new RelativeClock(
                    true, stamp.time(), readAt.plus(wrong(newest, readAt)).minus(left), readAt);
            clock = known;
        }
        return next(known, stamp, stamp.time(), readAt);
    }

    /** By how much the clock is ahead in the zone where it is nearly right, or zero if it is the time since a start. */
    private static Duration wrong(Duration time, Instant readAt) {
        Duration now =
                Duration.ofNanos(readAt.atOffset(ZoneOffset.UTC).toLocalTime().toNanoOfDay());
        Duration ahead = time.minus(now);
        Duration wrong = ahead.minus(nearestStep(ahead));
        return wrong.abs().compareTo(ABOUT) > 0 ? Duration.ZERO : wrong;
    }

    private Instant count(Timestamp.Count stamp, Instant readAt) {
        RelativeClock known = counts.get(stamp.of());
        if (known == null) {
            if (counts.size() == MOST_COUNTS) {
                counts.remove(counts.keySet().iterator().next());
            }
            known = new RelativeClock(false, stamp.time(), readAt.minus(left(stamp)), readAt);
            counts.put(stamp.of(), known);
        }
        return next(known, stamp, stamp.time(), readAt);
    }

    private Instant next(RelativeClock time, Timestamp stamp, Duration shown, Instant readAt) {
        if (time.beginsAnew(shown, readAt)) {
            time.beginAnew(shown, readAt.minus(left(stamp)), readAt);
        }
        return time.next(shown, readAt);
    }

    /** How much time is between this line and the newest that was read together with it. */
    private Duration left(Timestamp stamp) {
        boolean ofDay = stamp instanceof Timestamp.Clock;
        List<Duration> shown = new ArrayList<>();
        add(stamp, stamp, shown);
        ahead.accept(prefix -> add(stamp, TimestampParser.read(prefix), shown));
        return RelativeClock.length(ofDay, shown);
    }

    /** Adds what the stamp shows if it is of the same clock or count. */
    private static void add(Timestamp of, @Nullable Timestamp stamp, List<Duration> shown) {
        if (stamp instanceof Timestamp.Clock s && of instanceof Timestamp.Clock) {
            shown.add(s.time());
        } else if (stamp instanceof Timestamp.Count s && of instanceof Timestamp.Count o && o.of().equals(s.of())) {
            shown.add(s.time());
        }
    }
}
