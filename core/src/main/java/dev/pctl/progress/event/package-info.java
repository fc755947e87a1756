/** The facts of a run, as immutable records, and the envelope that carries them. */
@NullMarked
package dev.pctl.progress.event;

import org.jspecify.annotations.NullMarked;
