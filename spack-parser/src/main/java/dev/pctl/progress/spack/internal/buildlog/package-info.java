/** The build logs that Spack writes for each package. */
@NullMarked
package dev.pctl.progress.spack.internal.buildlog;

import org.jspecify.annotations.NullMarked;
