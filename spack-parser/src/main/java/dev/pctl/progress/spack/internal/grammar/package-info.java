/** The lines of Spack's installers. */
@NullMarked
package dev.pctl.progress.spack.internal.grammar;

import org.jspecify.annotations.NullMarked;
