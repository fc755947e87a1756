/** Readings of a machine and the rates between them. */
@NullMarked
package dev.pctl.progress.machine.internal.reading;

import org.jspecify.annotations.NullMarked;
