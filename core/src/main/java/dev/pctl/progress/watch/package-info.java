/** Watchdogs: they look at a view and raise advice early, once, with what to do. */
@NullMarked
package dev.pctl.progress.watch;

import org.jspecify.annotations.NullMarked;
