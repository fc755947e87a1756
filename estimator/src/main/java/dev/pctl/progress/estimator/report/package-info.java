/** Statistics of past builds, and tests of forecasts against them. */
@NullMarked
package dev.pctl.progress.estimator.report;

import org.jspecify.annotations.NullMarked;
