package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.Forecast;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast a file system fills, by the recent past. Immutable; in bytes, or in inodes.
 *
 * @param used in use at the newest reading
 * @param capacity how much can be in use at all
 * @param level where the growth starts from: what is in use, or, where clean-ups are the rule, the most that was in use
 *     between them lately
 * @param slowest a second; nine in ten stretches of the recent past were faster. Negative when it gets less
 * @param perSecond the likely growth a second
 * @param fastest a second; nine in ten stretches of the recent past were slower
 * @param observed how long a time this rests on
 */
public record FillEstimate(
        long used, long capacity, long level, double slowest, double perSecond, double fastest, Duration observed) {

    /** The horizon of estimates; anything beyond counts as never. */
    private static final Duration FOREVER = Duration.ofDays(30);

    /**
     * Returns when it is full at this rate: p10 at the fastest rate, p90 at the slowest. Thirty days mean never.
     *
     * @return null if it does not grow, or so slowly that it takes more than thirty days
     */
    public @Nullable Forecast untilFull() {
        Duration likely = until(perSecond);
        if (likely.equals(FOREVER)) {
            return null;
        }
        String basis = "based on the last " + Math.max(1, observed.toMinutes()) + " min";
        return new Forecast(until(fastest), likely, until(slowest), basis, 0);
    }

    private Duration until(double rate) {
        double room = Math.max(0, capacity - level);
        double seconds = rate <= 0 ? Double.MAX_VALUE : room / rate;
        return seconds >= FOREVER.toSeconds() ? FOREVER : Duration.ofMillis((long) (1000 * seconds));
    }

    /** Returns the most that is likely to be in use within the given time; may exceed the capacity. */
    public long expectedPeak(Duration remaining) {
        return peak(perSecond, remaining);
    }

    long peak(double rate, Duration remaining) {
        return level + (long) (Math.max(0, rate) * remaining.toSeconds());
    }
}
