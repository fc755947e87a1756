package dev.pctl.progress.benchmarks;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that advances by a quarter of an hour on request. */
final class TickingClock extends Clock {

    private static final long STEP_SECONDS = 900;

    private Instant now = Instant.EPOCH;

    void advance() {
        now = now.plusSeconds(STEP_SECONDS);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
