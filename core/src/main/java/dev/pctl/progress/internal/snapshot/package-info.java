/** The immutable records behind the views that hosts read. */
@NullMarked
package dev.pctl.progress.internal.snapshot;

import org.jspecify.annotations.NullMarked;
