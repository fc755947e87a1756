/** Runs as OpenTelemetry spans. */
@NullMarked
package dev.pctl.progress.opentelemetry;

import org.jspecify.annotations.NullMarked;
