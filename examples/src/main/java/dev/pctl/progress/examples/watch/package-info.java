/** A live display of a command, a growing file or a pipe. */
@NullMarked
package dev.pctl.progress.examples.watch;

import org.jspecify.annotations.NullMarked;
