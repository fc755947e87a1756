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
 * The clock of a log. It converts the timestamp in a line's prefix to an instant, and uses the time of reading if there
 * is no timestamp.
 *
 * <p>Incomplete timestamps are resolved by one assumption, which holds while a build is watched: the newest line of a
 * chunk was printed about when the chunk was read. A timestamp without a zone gets the zone that fits this assumption,
 * or else UTC. Without a year, it gets the nearest year; without a date, the nearest day. If no zone fits, hours,
 * minutes and seconds count from some start. Such counts, and counts of seconds, place the other lines relative to the
 * newest one.
 *
 * <p>Lines must be given in their order. Used by one thread.
 */
public final class LineClock {

    /** The unit of offsets from UTC. */
    private static final Duration ZONE_STEP = Duration.ofMinutes(15);

    /** The largest offset from UTC, rounded up: that of Kiribati is UTC+14. */
    private static final Duration LARGEST_OFFSET = Duration.ofHours(14);

    /** The tolerated error of a clock, including the delay of reading: consoles are polled once a minute. */
    private static final Duration TOLERANCE = Duration.ofMinutes(2);

    /** The time after which an unchanged timestamp is taken for a date or number in a name. */
    private static final Duration STUCK_AFTER = Duration.ofMinutes(10);

    /** The most counts that are tracked, such as one for each step of BuildKit; the oldest is dropped first. */
    private static final int MOST_COUNTS = 32;

    private final Consumer<Consumer<String>> ahead;
    private final Map<String, RelativeClock> counts = new LinkedHashMap<>();
    private @Nullable RelativeClock clock;
    private @Nullable Duration offset;
    private Instant last = Instant.EPOCH;
    private Instant lastChange = Instant.EPOCH;

    /**
     * Creates the clock of a log.
     *
     * @param ahead supplies the prefixes of the later lines in the same chunk
     */
    public LineClock(Consumer<Consumer<String>> ahead) {
        this.ahead = ahead;
    }

    /**
     * Returns when the next line was printed, or when it was read if it has no timestamp.
     *
     * @param prefix the line's prefix
     */
    public Instant timeOf(String prefix, Instant readAt) {
        Timestamp stamp = TimestampParser.read(prefix);
        if (stamp == null) {
            return readAt;
        }
        Instant stated = time(stamp, readAt);
        if (!stated.equals(last)) {
            last = stated;
            lastChange = readAt;
        }
        return readAt.isAfter(lastChange.plus(STUCK_AFTER)) ? readAt : stated;
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

    // ---- timestamps with a date

    /** Returns the instant in UTC. */
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

    // ---- timestamps without a date

    private Instant clock(Timestamp.Clock stamp, Instant readAt) {
        RelativeClock known = clock;
        if (known == null) {
            Duration rest = untilNewest(stamp);
            Duration newest = stamp.time().plus(rest);
            known = new RelativeClock(
                    true, stamp.time(), readAt.plus(error(newest, readAt)).minus(rest), readAt);
            clock = known;
        }
        return next(known, stamp, stamp.time(), readAt);
    }

    /**
     * Returns how far the clock is ahead in the zone that fits best, or zero if none fits and it counts from a start.
     */
    private static Duration error(Duration time, Instant readAt) {
        Duration now =
                Duration.ofNanos(readAt.atOffset(ZoneOffset.UTC).toLocalTime().toNanoOfDay());
        Duration ahead = time.minus(now);
        Duration error = ahead.minus(nearestStep(ahead));
        return error.abs().compareTo(TOLERANCE) > 0 ? Duration.ZERO : error;
    }

    private Instant count(Timestamp.Count stamp, Instant readAt) {
        RelativeClock known = counts.get(stamp.of());
        if (known == null) {
            if (counts.size() == MOST_COUNTS) {
                counts.remove(counts.keySet().iterator().next());
            }
            known = new RelativeClock(false, stamp.time(), readAt.minus(untilNewest(stamp)), readAt);
            counts.put(stamp.of(), known);
        }
        return next(known, stamp, stamp.time(), readAt);
    }

    private Instant next(RelativeClock time, Timestamp stamp, Duration shown, Instant readAt) {
        if (time.isRestart(shown, readAt)) {
            time.restart(shown, readAt.minus(untilNewest(stamp)), readAt);
        }
        return time.next(shown, readAt);
    }

    /** Returns the time between this line and the newest of its chunk. */
    private Duration untilNewest(Timestamp stamp) {
        boolean ofDay = stamp instanceof Timestamp.Clock;
        List<Duration> shown = new ArrayList<>();
        add(stamp, stamp, shown);
        ahead.accept(prefix -> add(stamp, TimestampParser.read(prefix), shown));
        return RelativeClock.length(ofDay, shown);
    }

    /** Adds the time of the timestamp if it belongs to the same clock or count. */
    private static void add(Timestamp of, @Nullable Timestamp stamp, List<Duration> shown) {
        if (stamp instanceof Timestamp.Clock s && of instanceof Timestamp.Clock) {
            shown.add(s.time());
        } else if (stamp instanceof Timestamp.Count s && of instanceof Timestamp.Count o && o.of().equals(s.of())) {
            shown.add(s.time());
        }
    }
}
