/** A watcher of many runs on other machines. */
@NullMarked
package dev.pctl.progress.examples.fleet;

import org.jspecify.annotations.NullMarked;
