/** Failure rules, and the diagnosis that they lead to. */
@NullMarked
package dev.pctl.progress.buildlog.internal.failure;

import org.jspecify.annotations.NullMarked;
