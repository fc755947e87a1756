package dev.pctl.progress.spi;

import dev.pctl.progress.event.Event;

/**
 * Takes events as they come, one at a time, in order, in a thread of its own. A listener that throws has that one event
 * behind it, is reported once in the log, and goes on with the next; it never disturbs the build or other listeners.
 */
@FunctionalInterface
public interface EventListener {

    /**
     * Takes one event.
     *
     * @throws Exception whatever goes wrong; see above
     */
    void onEvent(Event event) throws Exception;
}
