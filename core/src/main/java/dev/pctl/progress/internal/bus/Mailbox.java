package dev.pctl.progress.internal.bus;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.hook.DeliveryMode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events that wait for one listener, oldest first. Thread-safe. */
final class Mailbox {

    private final DeliveryMode delivery;
    private final Map<Object, Event> waiting = new LinkedHashMap<>();
    private boolean closed;

    Mailbox(DeliveryMode delivery) {
        this.delivery = delivery;
    }

    DeliveryMode delivery() {
        return delivery;
    }

    synchronized void put(Event event) {
        if (closed) {
            return;
        }
        Object key = delivery == DeliveryMode.NEWEST ? event.fact().conflationKey() : null;
        if (key == null) {
            waiting.put(new Object(), event);
        } else {
            Object ofWorker = Map.entry(event.worker(), key);
            waiting.remove(ofWorker);
            waiting.put(ofWorker, event);
        }
        notifyAll();
    }

    /** Waits for the oldest event; null when the box is closed and empty. */
    synchronized @Nullable Event take() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (closed) {
                return null;
            }
            wait();
        }
        Iterator<Event> oldest = waiting.values().iterator();
        Event event = oldest.next();
        oldest.remove();
        return event;
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Takes no more events; those that wait can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Takes no more events and forgets those that wait. */
    synchronized void discard() {
        waiting.clear();
        close();
    }
}
