/** The seam to a display: a renderer gets an immutable view of the run and the time, and nothing else. */
@NullMarked
package dev.pctl.progress.render;

import org.jspecify.annotations.NullMarked;
