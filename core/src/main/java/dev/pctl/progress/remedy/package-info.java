/** What a failure means for the run, and what to do about it in the words of the host. */
@NullMarked
package dev.pctl.progress.remedy;

import org.jspecify.annotations.NullMarked;
