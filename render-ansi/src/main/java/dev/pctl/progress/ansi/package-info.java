/** Terminal and plain renderers in three levels of detail. Begin with {@link dev.pctl.progress.ansi.Renderers}. */
@NullMarked
package dev.pctl.progress.ansi;

import org.jspecify.annotations.NullMarked;
