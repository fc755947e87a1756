/** Many runs at once: what needs attention first, totals, and machines. */
@NullMarked
package dev.pctl.progress.fleet;

import org.jspecify.annotations.NullMarked;
