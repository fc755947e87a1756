/**
 * Parsers of Spack's output and of the build logs that it writes. Start with {@link
 * dev.pctl.progress.spack.SpackParsers}.
 */
@NullMarked
package dev.pctl.progress.spack;

import org.jspecify.annotations.NullMarked;
