/** Runs as Micrometer meters. */
@NullMarked
package dev.pctl.progress.micrometer;

import org.jspecify.annotations.NullMarked;
