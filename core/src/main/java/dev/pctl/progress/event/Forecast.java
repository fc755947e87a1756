package dev.pctl.progress.event;

import java.time.Duration;
import java.util.Objects;

/**
 * An interval, never a bare number passed off as certain: with a chance of eight in ten the truth lies between p10 and
 * p90.
 *
 * @param p10 one in ten is shorter
 * @param p50 as many are shorter as longer
 * @param p90 one in ten is longer
 * @param basis where it comes from, for people: {@code "based on 3 previous builds"}
 * @param samples how many earlier builds it rests on; 0 for a typical value
 */
public record Forecast(Duration p10, Duration p50, Duration p90, String basis, int samples) {

    public Forecast {
        Objects.requireNonNull(p10, "p10");
        Objects.requireNonNull(p50, "p50");
        Objects.requireNonNull(p90, "p90");
        Objects.requireNonNull(basis, "basis");
        if (p10.isNegative() || p50.compareTo(p10) < 0 || p90.compareTo(p50) < 0) {
            throw new IllegalArgumentException("want 0 <= p10 <= p50 <= p90: " + p10 + ", " + p50 + ", " + p90);
        }
        if (samples < 0) {
            throw new IllegalArgumentException("samples must not be negative: " + samples);
        }
    }
}
