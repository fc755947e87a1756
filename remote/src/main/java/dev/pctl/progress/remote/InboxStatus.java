package dev.pctl.progress.remote;

import java.time.Duration;

/**
 * How an inbox is doing, for operators. The numbers count from its creation.
 *
 * @param workers workers that sent anything
 * @param events events that were delivered
 * @param repeated events that came more than once
 * @param malformed lines that are no events of their batch
 * @param refused batches that were refused
 * @param lag how old the newest delivered event was on its arrival, by both clocks; negative if the worker's is ahead
 * @since 0.1
 */
public record InboxStatus(int workers, long events, long repeated, long malformed, long refused, Duration lag) {}
