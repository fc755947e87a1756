/** Events between machines over NATS JetStream. */
@NullMarked
package dev.pctl.progress.nats;

import org.jspecify.annotations.NullMarked;
