/** Immutable views of a run, from which everything is displayed. Hosts read them and never implement them. */
@NullMarked
package dev.pctl.progress.view;

import org.jspecify.annotations.NullMarked;
