/** Display width of text, and text that is safe to print. */
@NullMarked
package dev.pctl.progress.ansi.internal.width;

import org.jspecify.annotations.NullMarked;
