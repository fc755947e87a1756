/** The dialect of Spack. */
@NullMarked
package dev.pctl.progress.spack.internal;

import org.jspecify.annotations.NullMarked;
