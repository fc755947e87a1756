/** Log sources: streams, processes, growing files, and overlapping console snapshots. */
@NullMarked
package dev.pctl.progress.log;

import org.jspecify.annotations.NullMarked;
