/** Delivery of events to listeners, isolated from each other and without delay for the build. */
@NullMarked
package dev.pctl.progress.internal.bus;

import org.jspecify.annotations.NullMarked;
