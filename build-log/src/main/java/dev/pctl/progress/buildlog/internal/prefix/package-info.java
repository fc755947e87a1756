/** Learns, strips and reads the prefixes that log transports add to each line. */
@NullMarked
package dev.pctl.progress.buildlog.internal.prefix;

import org.jspecify.annotations.NullMarked;
