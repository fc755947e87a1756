package dev.pctl.progress.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Compares a worker's clock with the watcher's. An event arrives after it happened, and some events arrive at once: the
 * shortest time between both, over the last one to two minutes, is the difference of the clocks.
 */
final class ClockComparison {

    /** Events that waited for a broken link arrive in a rush and say nothing about the clock. */
    private static final Duration LEAST_HEARD = Duration.ofSeconds(30);

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration NEGLIGIBLE = Duration.ofSeconds(2);

    private @Nullable Instant first;
    private @Nullable Instant begun;
    private @Nullable Instant newest;
    private @Nullable Duration shortest;
    private @Nullable Duration shortestBefore;

    void receive(Instant happened, Instant received) {
        first = first == null ? received : first;
        newest = received;
        if (begun == null || Duration.between(begun, received).compareTo(WINDOW) > 0) {
            begun = received;
            shortestBefore = shortest;
            shortest = null;
        }
        shortest = shorter(shortest, Duration.between(happened, received));
    }

    /** Returns how far the worker's clock is ahead; zero if that is little or not known. */
    Duration ahead() {
        Duration delay = shorter(shortestBefore, shortest);
        boolean known = first != null
                && newest != null
                && Duration.between(first, newest).compareTo(LEAST_HEARD) >= 0;
        return delay == null || !known || delay.abs().compareTo(NEGLIGIBLE) < 0 ? Duration.ZERO : delay.negated();
    }

    private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }
}
