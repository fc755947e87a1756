package dev.pctl.progress.history.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that passes a step with each look at it. Thread-safe. */
final class SettableClock extends Clock {

    private final Duration step;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    SettableClock(Duration step) {
        this.step = step;
    }

    synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
        now = now.plus(step);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
