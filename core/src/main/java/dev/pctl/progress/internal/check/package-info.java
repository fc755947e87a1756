/** Checks of the arguments of public methods. */
@NullMarked
package dev.pctl.progress.internal.check;

import org.jspecify.annotations.NullMarked;
