/** The immutable records behind the views that hosts read. */
@NullMarked
package dev.pctl.progress.internal.worker;

import org.jspecify.annotations.NullMarked;
