/** The shortest complete host. */
@NullMarked
package dev.pctl.progress.examples;

import org.jspecify.annotations.NullMarked;
