/** What a failure means for the run, and what to do about it in the host's words. */
@NullMarked
package dev.pctl.progress.failure;

import org.jspecify.annotations.NullMarked;
