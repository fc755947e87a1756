/** The history of builds: records, stores, retention. */
@NullMarked
package dev.pctl.progress.estimator.history;

import org.jspecify.annotations.NullMarked;
