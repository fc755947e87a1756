/** Watchdogs: they check a view and raise advice early, once, with remedies. */
@NullMarked
package dev.pctl.progress.machine.watchdog;

import org.jspecify.annotations.NullMarked;
