/** The pipeline from the bytes of a log to facts. */
@NullMarked
package dev.pctl.progress.buildlog.internal.pipeline;

import org.jspecify.annotations.NullMarked;
