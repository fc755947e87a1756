/** Failure rules, and the diagnoses made with them. */
@NullMarked
package dev.pctl.progress.buildlog.internal.failure;

import org.jspecify.annotations.NullMarked;
