/** One build of an image, which a later process can continue. */
@NullMarked
package dev.pctl.progress.examples.ami.build;

import org.jspecify.annotations.NullMarked;
