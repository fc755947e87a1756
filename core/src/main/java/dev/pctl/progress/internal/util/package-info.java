/** Small helpers that several modules of the library share. */
@NullMarked
package dev.pctl.progress.internal.util;

import org.jspecify.annotations.NullMarked;
