/** Styled lines, symbols and themes. */
@NullMarked
package dev.pctl.progress.ansi.style;

import org.jspecify.annotations.NullMarked;
