/**
 * The way of events from workers to watchers. A carrier moves the lines of the {@linkplain dev.pctl.progress.stream event
 * stream}. It delivers each batch at least once and keeps the order of each worker.
 */
@NullMarked
package dev.pctl.progress.carrier;

import org.jspecify.annotations.NullMarked;
