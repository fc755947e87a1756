/** Readings of the machine: disk, memory, CPU, network. */
@NullMarked
package dev.pctl.progress.sample;

import org.jspecify.annotations.NullMarked;
