/** The spool of events on disk, and the senders that empty it. */
@NullMarked
package dev.pctl.progress.remote.internal;

import org.jspecify.annotations.NullMarked;
