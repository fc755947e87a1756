/** The harness: commands that try the library on real logs. */
@NullMarked
package dev.pctl.progress.examples.harness;

import org.jspecify.annotations.NullMarked;
