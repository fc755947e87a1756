/**
 * How long builds take: a {@linkplain dev.pctl.progress.estimator.History history} of what was built, a {@linkplain
 * dev.pctl.progress.estimator.DurationModel model} that answers with intervals and says what they rest on, and a
 * {@linkplain dev.pctl.progress.estimator.HistoryForecaster forecaster} for runs.
 *
 * <p>Times are seconds of wall-clock time; the model works with their natural logarithms, in which an error of 0.1 is
 * about ten percent either way. All is deterministic: equal histories and views give equal forecasts.
 */
@NullMarked
package dev.pctl.progress.estimator;

import org.jspecify.annotations.NullMarked;
