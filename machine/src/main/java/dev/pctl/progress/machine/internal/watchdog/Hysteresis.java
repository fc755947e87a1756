package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.machine.watchdog.DiskThresholds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Judges how far something is filled. A judgement is taken back only when it is clearly out of date. */
public final class Hysteresis {

    /** A forecast wavers; so it must have said so for some time, and have said otherwise for longer. */
    private static final Duration TO_BEGIN = Duration.ofMinutes(1);

    private static final Duration TO_END = Duration.ofMinutes(5);
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

        /** The same if it had to last so many times longer. */
        boolean within(double factor);
    }

    private final Debounce filling = new Debounce(TO_BEGIN, TO_END);
    private final DiskThresholds limits;
    private Level level;

    /** Goes on from what was said before. */
    public Hysteresis(DiskThresholds limits, @Nullable Severity before) {
        this.limits = limits;
        level = before == Severity.CRITICAL ? Level.FULL : before == Severity.WARNING ? Level.HIGH : Level.FINE;
    }

    /**
     * The judgement now.
     *
     * @param fullness from 0 to 1
     */
    public Level judge(double fullness, Risk risk, Instant now) {
        level = level(fullness);
        boolean forecast = filling.update(risk.within(filling.counts() ? CLEARLY_LATER : 1), now);
        return level == Level.FINE && forecast ? Level.FILLING : level;
    }

    private Level level(double fullness) {
        if (fullness >= limits.full() - (level == Level.FULL ? limits.clearly() : 0)) {
            return Level.FULL;
        }
        return fullness >= limits.high() - (level == Level.FINE ? 0 : limits.clearly()) ? Level.HIGH : Level.FINE;
    }
}
