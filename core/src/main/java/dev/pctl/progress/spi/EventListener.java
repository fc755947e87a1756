package dev.pctl.progress.spi;

import dev.pctl.progress.event.Event;

/**
 * Takes events one at a time, in order, in a thread of its own. A listener that throws is logged once and gets the next
 * event; it never disturbs the build or other listeners.
 */
@FunctionalInterface
public interface EventListener {

    /**
     * Takes one event.
     *
     * @throws Exception if it fails; see above
     */
    void onEvent(Event event) throws Exception;
}
