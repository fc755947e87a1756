/** Events between machines: a spool and a sender on the worker, an inbox at the watcher, and HTTP between them. */
@NullMarked
package dev.pctl.progress.remote;

import org.jspecify.annotations.NullMarked;
