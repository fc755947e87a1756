/** Samplers that read a machine: disk, memory, processors, network, processes; local or over a remote shell. */
@NullMarked
package dev.pctl.progress.machine;

import org.jspecify.annotations.NullMarked;
