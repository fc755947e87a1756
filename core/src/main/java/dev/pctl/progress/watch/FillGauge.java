package dev.pctl.progress.watch;

import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.Forecast;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Judges how far something is filled. A judgement is taken back only when it is clearly out of date. */
final class FillGauge {

    private static final double HIGH = 0.80;
    private static final double FULL = 0.90;
    private static final double HYSTERESIS = 0.03;

    /** A forecast wavers; so it must have said so for some time, and have said otherwise for longer. */
    private static final Duration TO_BEGIN = Duration.ofMinutes(1);

    private static final Duration TO_END = Duration.ofMinutes(5);
    private static final double CLEARLY_LATER = 1.25;

    /** From harmless to urgent. */
    enum Level {
        FINE(null),
        FILLING(Severity.WARNING),
        HIGH(Severity.WARNING),
        FULL(Severity.CRITICAL);

        final @Nullable Severity severity;

        Level(@Nullable Severity severity) {
            this.severity = severity;
        }
    }

    private final Lasting filling = new Lasting(TO_BEGIN, TO_END);
    private Level level;

    /** Goes on from what was said before. */
    FillGauge(@Nullable Severity before) {
        level = before == Severity.CRITICAL ? Level.FULL : before == Severity.WARNING ? Level.HIGH : Level.FINE;
    }

    /**
     * The judgement now.
     *
     * @param fullness from 0 to 1
     * @param growth or null if not known
     * @param horizon how long it must last
     */
    Level judge(double fullness, @Nullable DiskGrowth growth, Duration horizon, Instant now) {
        level = level(fullness);
        boolean tooSoon = fullBefore(growth, filling.counts() ? times(horizon, CLEARLY_LATER) : horizon);
        boolean forecast = filling.update(tooSoon, now);
        return level == Level.FINE && forecast ? Level.FILLING : level;
    }

    private Level level(double fullness) {
        if (fullness >= FULL - (level == Level.FULL ? HYSTERESIS : 0)) {
            return Level.FULL;
        }
        return fullness >= HIGH - (level == Level.FINE ? 0 : HYSTERESIS) ? Level.HIGH : Level.FINE;
    }

    private static boolean fullBefore(@Nullable DiskGrowth growth, Duration horizon) {
        Forecast untilFull = growth == null ? null : growth.untilFull();
        return untilFull != null && untilFull.p50().compareTo(horizon) < 0;
    }

    private static Duration times(Duration length, double factor) {
        return Duration.ofMillis((long) (length.toMillis() * factor));
    }
}
