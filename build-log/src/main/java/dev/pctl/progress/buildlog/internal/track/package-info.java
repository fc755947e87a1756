/** Tracks the packages of one log while it is parsed. */
@NullMarked
package dev.pctl.progress.buildlog.internal.track;

import org.jspecify.annotations.NullMarked;
