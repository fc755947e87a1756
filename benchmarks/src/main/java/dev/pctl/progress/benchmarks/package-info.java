/** Benchmarks of the hot paths. The comment of each benchmark defines one operation. */
@NullMarked
package dev.pctl.progress.benchmarks;

import org.jspecify.annotations.NullMarked;
