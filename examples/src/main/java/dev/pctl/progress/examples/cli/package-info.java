/** What the commands share: inputs, default locations, signals, and messages. */
@NullMarked
package dev.pctl.progress.examples.cli;

import org.jspecify.annotations.NullMarked;
