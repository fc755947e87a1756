/** How long one package takes. The model works with natural logarithms of seconds. */
@NullMarked
package dev.pctl.progress.estimator.internal.model;

import org.jspecify.annotations.NullMarked;
