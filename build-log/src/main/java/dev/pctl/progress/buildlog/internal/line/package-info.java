/** From bytes to lines. */
@NullMarked
package dev.pctl.progress.buildlog.internal.line;

import org.jspecify.annotations.NullMarked;
