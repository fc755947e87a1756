/** Small hosts that show the library at work, and the harness that tries it on real logs. */
@NullMarked
package dev.pctl.progress.examples;

import org.jspecify.annotations.NullMarked;
