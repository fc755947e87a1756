/** Steps of compilers and build tools. */
@NullMarked
package dev.pctl.progress.buildlog.internal.step;

import org.jspecify.annotations.NullMarked;
