/** Readers for {@code /proc} and for the output of Unix tools. */
@NullMarked
package dev.pctl.progress.machine.internal.linux;

import org.jspecify.annotations.NullMarked;
