package dev.pctl.progress.internal.run;

import java.time.Duration;

/**
 * How long finishing and closing a run wait for extensions that hang.
 *
 * @param poll for one last look at the fact sources, which may have megabytes of build logs to read
 * @param threads for the threads of renderers, samplers, watchdogs and forecaster, in all
 * @param learn for the forecaster to learn; its history may be a database, or a file that others lock
 * @param release for samplers and sources to close
 */
public record CloseLimits(Duration poll, Duration threads, Duration learn, Duration release) {

    /** The limits that {@code Progress.close} documents. */
    public static final CloseLimits STANDARD = new CloseLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5));
}
