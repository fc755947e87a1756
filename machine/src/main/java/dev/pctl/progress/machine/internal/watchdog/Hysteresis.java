package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.Advice.Severity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rates how full something is. A level is left only when the share is clearly below it again. */
public final class Hysteresis {

    /** How long a forecast must say that it fills up before it counts: forecasts waver. */
    private static final Duration TO_BEGIN = Duration.ofMinutes(1);

    /** How long it must say otherwise before it counts no longer. */
    private static final Duration TO_END = Duration.ofMinutes(5);
    /** Factor by which it must last longer to be safe again. */
    private static final double CLEARLY_LATER = 1.25;

    /** From harmless to urgent. */
    public enum Level {
        FINE(null),
        FILLING(Severity.WARNING),
        HIGH(Severity.WARNING),
        FULL(Severity.CRITICAL);

        public final @Nullable Severity severity;

        Level(@Nullable Severity severity) {
            this.severity = severity;
        }
    }

    /** Whether it is forecast to be full too soon. */
    interface Risk {

        /** Returns whether it is, if the time to last were longer by the factor. */
        boolean within(double factor);
    }

    private final Debounce filling = new Debounce(TO_BEGIN, TO_END);
    private final DiskThresholds limits;
    private Level level;

    /** Continues at the level of advice that was raised before. */
    public Hysteresis(DiskThresholds limits, @Nullable Severity before) {
        this.limits = limits;
        level = before == Severity.CRITICAL ? Level.FULL : before == Severity.WARNING ? Level.HIGH : Level.FINE;
    }

    /**
     * Returns the level now.
     *
     * @param fullness from 0 to 1
     */
    public Level judge(double fullness, Risk risk, Instant now) {
        level = level(fullness);
        boolean forecast = filling.update(risk.within(filling.counts() ? CLEARLY_LATER : 1), now);
        return level == Level.FINE && forecast ? Level.FILLING : level;
    }

    private Level level(double fullness) {
        if (fullness >= limits.urgentAt() - (level == Level.FULL ? limits.hysteresis() : 0)) {
            return Level.FULL;
        }
        return fullness >= limits.warnAt() - (level == Level.FINE ? 0 : limits.hysteresis()) ? Level.HIGH : Level.FINE;
    }
}
