/** The facts that can be known of a run, as immutable records. */
@NullMarked
package dev.pctl.progress.event;

import org.jspecify.annotations.NullMarked;
