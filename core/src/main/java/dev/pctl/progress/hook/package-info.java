/** Callbacks on events of a run, chosen by type and filter, and how events are delivered to listeners. */
@NullMarked
package dev.pctl.progress.hook;

import org.jspecify.annotations.NullMarked;
