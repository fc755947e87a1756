package dev.pctl.progress.internal.bus;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.hook.DeliveryMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for one listener, oldest first. For a listener that wants the newest only, an event replaces the
 * one with the same key that still waits, and of each log's output the newest {@value LogFact.Output#NEWEST} lines wait.
 * Thread-safe.
 */
final class Mailbox {

    private final DeliveryMode delivery;
    private final Map<Object, Event> waiting = new LinkedHashMap<>();
    private final Map<LogKey, WaitingOutput> outputs = new HashMap<>();
    private boolean closed;

    private record LogKey(String worker, @Nullable String path) {
        static LogKey of(Event event, LogFact.Output output) {
            return new LogKey(event.worker(), output.log());
        }
    }

    /** The blocks of one log that wait, oldest first. */
    private static final class WaitingOutput {
        private final Deque<Object> keys = new ArrayDeque<>();
        private final Deque<Integer> sizes = new ArrayDeque<>();
        private int lines;

        void add(Object key, int size) {
            keys.addLast(key);
            sizes.addLast(size);
            lines += size;
        }

        /** Whether the newest lines wait even without the oldest block. */
        boolean hasMoreThanNewest() {
            return lines - sizes.getFirst() >= LogFact.Output.NEWEST;
        }

        Object removeOldest() {
            lines -= sizes.removeFirst();
            return keys.removeFirst();
        }
    }

    Mailbox(DeliveryMode delivery) {
        this.delivery = delivery;
    }

    synchronized void put(Event event) {
        if (closed) {
            return;
        }
        if (delivery == DeliveryMode.EVERYTHING) {
            waiting.put(new Object(), event);
        } else if (event.fact() instanceof LogFact.Output output) {
            putOutput(event, output);
        } else {
            putNewest(event);
        }
        notifyAll();
    }

    private void putNewest(Event event) {
        Object key = event.fact().conflationKey();
        Object ofWorker = key == null ? new Object() : Map.entry(event.worker(), key);
        waiting.remove(ofWorker);
        waiting.put(ofWorker, event);
    }

    private void putOutput(Event event, LogFact.Output output) {
        Object key = new Object();
        waiting.put(key, event);
        WaitingOutput ofLog = outputs.computeIfAbsent(LogKey.of(event, output), k -> new WaitingOutput());
        ofLog.add(key, output.lines().size());
        while (ofLog.hasMoreThanNewest()) {
            waiting.remove(ofLog.removeOldest());
        }
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
        if (delivery == DeliveryMode.NEWEST && event.fact() instanceof LogFact.Output output) {
            removeOldest(LogKey.of(event, output));
        }
        return event;
    }

    private void removeOldest(LogKey log) {
        WaitingOutput ofLog = outputs.get(log);
        if (ofLog != null) {
            ofLog.removeOldest();
            if (ofLog.keys.isEmpty()) {
                outputs.remove(log);
            }
        }
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
        outputs.clear();
        close();
    }
}
