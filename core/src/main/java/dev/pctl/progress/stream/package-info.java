/** The versioned JSON Lines stream of events: write, read, replay. */
@NullMarked
package dev.pctl.progress.stream;

import org.jspecify.annotations.NullMarked;
