/** What is known of a run: the fold of its events, and the immutable views that displays are drawn from. */
@NullMarked
package dev.pctl.progress.state;

import org.jspecify.annotations.NullMarked;
