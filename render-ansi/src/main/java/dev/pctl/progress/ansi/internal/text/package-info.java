/** The wording of everything that is displayed. */
@NullMarked
package dev.pctl.progress.ansi.internal.text;

import org.jspecify.annotations.NullMarked;
