/** Splits bytes into lines, cleans them, and keeps the newest. */
@NullMarked
package dev.pctl.progress.buildlog.internal.line;

import org.jspecify.annotations.NullMarked;
