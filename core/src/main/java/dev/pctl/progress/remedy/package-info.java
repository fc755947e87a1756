/** The impact of a failure on the run, and remedies for it in the words of the host. */
@NullMarked
package dev.pctl.progress.remedy;

import org.jspecify.annotations.NullMarked;
