/** The parts that drive one run: threads, polling, sampling, decisions, rendering. */
@NullMarked
package dev.pctl.progress.internal.run;

import org.jspecify.annotations.NullMarked;
