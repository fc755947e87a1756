/** Replay of recorded builds, and the demo. */
@NullMarked
package dev.pctl.progress.examples.replay;

import org.jspecify.annotations.NullMarked;
