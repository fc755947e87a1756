/** Terminal and plain renderers in three levels of detail. Start with {@link dev.pctl.progress.ansi.Renderers}. */
@NullMarked
package dev.pctl.progress.ansi;

import org.jspecify.annotations.NullMarked;
