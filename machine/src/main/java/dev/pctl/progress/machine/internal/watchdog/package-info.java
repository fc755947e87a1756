/** Trends, thresholds and wording behind the watchdogs. */
@NullMarked
package dev.pctl.progress.machine.internal.watchdog;

import org.jspecify.annotations.NullMarked;
