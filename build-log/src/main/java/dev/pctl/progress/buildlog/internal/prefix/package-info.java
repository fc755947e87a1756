/** Detection and removal of what log transports put in front of each line, and the times in it. */
@NullMarked
package dev.pctl.progress.buildlog.internal.prefix;

import org.jspecify.annotations.NullMarked;
