/** The seam to an estimator: how long packages and the run still take, as intervals. */
@NullMarked
package dev.pctl.progress.forecast;

import org.jspecify.annotations.NullMarked;
