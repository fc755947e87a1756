/** The versioned JSON Lines stream of events: write, read, replay. */
@NullMarked
package dev.pctl.progress.json;

import org.jspecify.annotations.NullMarked;
