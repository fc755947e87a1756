package dev.pctl.progress.web.internal.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What viewers follow: a state with versions, of which each viewer gets what changed since its own. Thread-safe. */
public interface ChangeFeed {

    /**
     * A message.
     *
     * @param version what a page knows that has taken it
     * @param json what changed
     */
    record Message(long version, String json) {}

    /** Returns a name of this state among those of other servers, so that versions are not mixed up. */
    String epoch();

    /** Returns the present time. */
    Instant time();

    /** Returns whether nothing will change any more. */
    boolean isClosed();

    /**
     * Waits for a change.
     *
     * @param since the version that the viewer has, or 0
     * @param limit how long to wait, in nanoseconds
     * @return the changes, or null if there were none or the page is closed
     */
    @Nullable
    Message next(long since, long limit) throws InterruptedException;
}
