/** Costs of the hot paths. Each benchmark says what one operation is. */
@NullMarked
package dev.pctl.progress.benchmarks;

import org.jspecify.annotations.NullMarked;
