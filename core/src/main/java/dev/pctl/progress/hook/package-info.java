/** Callbacks for what happens in a run, chosen by type of fact and by filters. */
@NullMarked
package dev.pctl.progress.hook;

import org.jspecify.annotations.NullMarked;
