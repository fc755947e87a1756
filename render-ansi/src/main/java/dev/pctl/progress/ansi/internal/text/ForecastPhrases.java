package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Forecast;
import java.time.Duration;

/** Phrases for forecast durations: ranges, remaining times, and rough guesses where a range would say nothing. */
final class ForecastPhrases {

    /** A range whose upper end is more than this many times its lower end helps no reader, so it is not printed. */
    private static final int WIDEST_RANGE = 10;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Theme theme;

    ForecastPhrases(Theme theme) {
        this.theme = theme;
    }

    /** Returns {@code 43–50m}, or {@code about 45m, rough guess} for a range that is too wide. */
    String total(Forecast forecast) {
        if (isRough(forecast)) {
            return "about " + Formats.brief(forecast.p50()) + ", rough guess";
        }
        return isOpen(forecast) ? "up to " + Formats.brief(forecast.p90()) : range(forecast);
    }

    /** Returns {@code 43–50m (based on 3 previous builds)}; a rough guess states no basis. */
    String totalWithBasis(Forecast forecast) {
        return isRough(forecast) ? total(forecast) : total(forecast) + " (" + forecast.basis() + ')';
    }

    private String range(Forecast forecast) {
        return Formats.range(forecast.p10(), forecast.p90(), theme.of(Symbol.DASH));
    }

    /**
     * Returns {@code ~25–31m}, {@code up to 2m} when it may be done at any moment, or {@code about 45m} for a range that
     * is too wide.
     */
    String left(Forecast left) {
        if (isRough(left)) {
            return "about " + Formats.brief(left.p50());
        }
        return isOpen(left) ? "up to " + Formats.brief(left.p90()) : theme.of(Symbol.ABOUT) + range(left);
    }

    /** Returns whether the range is too wide and rests on no earlier build. */
    static boolean isRough(Forecast forecast) {
        return forecast.samples() == 0 && isOpen(forecast) && forecast.p50().compareTo(SHORTEST) >= 0;
    }

    /** Returns whether the lower end says nothing. */
    static boolean isOpen(Forecast forecast) {
        return forecast.p10().compareTo(SHORTEST) < 0
                || forecast.p90().compareTo(forecast.p10().multipliedBy(WIDEST_RANGE)) > 0;
    }

    /** Returns the forecast less the time that has passed, each bound at least zero. */
    static Forecast less(Forecast total, Duration elapsed) {
        return new Forecast(
                less(total.p10(), elapsed),
                less(total.p50(), elapsed),
                less(total.p90(), elapsed),
                total.basis(),
                total.samples());
    }

    private static Duration less(Duration length, Duration elapsed) {
        Duration left = length.minus(elapsed);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
