/** How long a run takes, from the packages that are left and from earlier runs. */
@NullMarked
package dev.pctl.progress.estimator.internal.run;

import org.jspecify.annotations.NullMarked;
