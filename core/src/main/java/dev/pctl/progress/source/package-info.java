/** Where log bytes come from, and the seam to a parser that turns them into facts. */
@NullMarked
package dev.pctl.progress.source;

import org.jspecify.annotations.NullMarked;
