/**
 * A streaming parser of what Spack prints, and of what the builds below it print: packages, phases, methods, times,
 * failures and their causes. See {@link dev.pctl.progress.spack.SpackParser}.
 */
@NullMarked
package dev.pctl.progress.spack;

import org.jspecify.annotations.NullMarked;
