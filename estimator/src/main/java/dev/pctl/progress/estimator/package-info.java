/** Forecasts from a history of builds. Start with {@link dev.pctl.progress.estimator.HistoryForecaster}. */
@NullMarked
package dev.pctl.progress.estimator;

import org.jspecify.annotations.NullMarked;
