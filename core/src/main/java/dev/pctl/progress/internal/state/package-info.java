/** The state into which events are folded. */
@NullMarked
package dev.pctl.progress.internal.state;

import org.jspecify.annotations.NullMarked;
