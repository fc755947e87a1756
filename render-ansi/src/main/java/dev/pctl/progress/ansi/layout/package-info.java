/** Layouts: which lines a view becomes at which level of detail. */
@NullMarked
package dev.pctl.progress.ansi.layout;

import org.jspecify.annotations.NullMarked;
