/**
 * The facade: one {@link dev.pctl.progress.Progress} watches one run and connects logs, parser, forecasts and
 * renderers.
 */
@NullMarked
package dev.pctl.progress;

import org.jspecify.annotations.NullMarked;
