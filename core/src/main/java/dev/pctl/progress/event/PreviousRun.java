package dev.pctl.progress.event;

import java.time.Duration;
import java.time.Instant;

/**
 * An earlier run that succeeded.
 *
 * @param title what it built
 * @param ended when it ended
 * @param took how long it took
 */
public record PreviousRun(String title, Instant ended, Duration took) {}
