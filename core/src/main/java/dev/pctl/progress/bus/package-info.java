/** Delivery of events to listeners: isolated from each other, and never in the way of the build. */
@NullMarked
package dev.pctl.progress.bus;

import org.jspecify.annotations.NullMarked;
