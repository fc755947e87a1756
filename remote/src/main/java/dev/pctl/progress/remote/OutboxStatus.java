package dev.pctl.progress.remote;

import org.jspecify.annotations.Nullable;

/**
 * How an outbox is doing, for operators.
 *
 * @param waiting events that a watcher has not confirmed; of several watchers, the one that lags most
 * @param spoolBytes the size of the spool's file
 * @param dropped events that were superseded and left out because the spool was full or a link slow
 * @param spoolFailure why the disk takes nothing, or null
 * @param sendFailure why the last attempt to send failed, or null
 * @since 0.1
 */
public record OutboxStatus(
        long waiting,
        long spoolBytes,
        long dropped,
        @Nullable String spoolFailure,
        @Nullable String sendFailure) {}
