/** Files made of a finished run. */
@NullMarked
package dev.pctl.progress.web.internal.report;

import org.jspecify.annotations.NullMarked;
