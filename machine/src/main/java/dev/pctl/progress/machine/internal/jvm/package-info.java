/** Readers that use the JVM or OSHI where there is no {@code /proc}. */
@NullMarked
package dev.pctl.progress.machine.internal.jvm;

import org.jspecify.annotations.NullMarked;
