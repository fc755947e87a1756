/** What the hot paths cost. Each benchmark says what one operation is. */
@NullMarked
package dev.pctl.progress.benchmarks;

import org.jspecify.annotations.NullMarked;
