package dev.pctl.progress.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.carrier.RejectedBatchException;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every pair of an {@link EventCarrier} and the watcher's end of it promises. A test class extends it and says how
 * both ends are made.
 */
public abstract class CarrierContract {

    /** What a watcher may take to get what has been sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<AutoCloseable> open = new ArrayList<>();

    /** For subclasses. */
    protected CarrierContract() {}

    /**
     * Starts a watcher.
     *
     * @param watcher the name of the watcher; one that was closed may start again under its name
     * @return ends the watcher, as if its process had died
     */
    protected abstract AutoCloseable watch(String watcher, EventInbox inbox) throws Exception;

    /** Returns a carrier from a sender to the watcher of this name. */
    protected abstract EventCarrier connect(String sender, String watcher) throws Exception;

    /**
     * Returns whether the watcher itself takes each batch before {@link EventCarrier#send} returns, rather than a server
     * between both ends.
     */
    protected abstract boolean isDirect();

    /** Ends what the test started. */
    @AfterEach
    void end() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    /** An inbox that checks the order and keeps what it gets. */
    private static final class Received implements EventInbox {
        private final BlockingQueue<EventBatch> batches = new LinkedBlockingQueue<>();
        private final Map<String, Long> confirmed = new HashMap<>();
        private final TreeMap<String, Event> events = new TreeMap<>();
        private boolean refuses;
        private boolean completes;

        @Override
        public synchronized Receipt receive(String sender, EventBatch batch) throws IOException {
            if (refuses) {
                throw new RejectedBatchException("not yours");
            }
            long known = confirmed.getOrDefault(batch.worker(), 0L);
            if (batch.first() <= known + 1) {
                for (Event event : batch.events(warning -> {})) {
                    events.put("%s %09d".formatted(event.worker(), event.sequence()), event);
                    completes |= event.fact() instanceof RunFact.Finished;
                }
                known = Math.max(known, batch.last());
                confirmed.put(batch.worker(), known);
                batches.add(batch);
            }
            return new Receipt(known, completes);
        }

        /** Waits until everything up to a number is there. */
        void await(String worker, long number) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (confirmed(worker) < number) {
                EventBatch next = batches.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertNotNull(next, () -> "nothing after " + confirmed(worker) + " of " + worker + " arrived");
            }
        }

        private synchronized long confirmed(String worker) {
            return confirmed.getOrDefault(worker, 0L);
        }

        synchronized List<Event> events() {
            return List.copyOf(events.values());
        }
    }

    private Received watch(String watcher) throws Exception {
        Received received = new Received();
        open.add(watch(watcher, received));
        return received;
    }

    private EventCarrier carrier(String sender, String watcher) throws Exception {
        EventCarrier carrier = connect(sender, watcher);
        open.add(carrier);
        return carrier;
    }

    private static List<Event> events(String run, String worker, long first, long last) {
        List<Event> events = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            events.add(new Event(run, worker, i, START.plusSeconds(i), new LogFact.Output(i, null, "line " + i)));
        }
        return events;
    }

    private static EventBatch batch(String run, String worker, long first, long last) {
        return EventBatch.of(run, worker, first, last, events(run, worker, first, last));
    }

    @Test
    void deliversBatchesInTheirOrder() throws Exception {
        Received watcher = watch("one");
        EventCarrier carrier = carrier("node1", "one");
        assertEquals(new Receipt(3, false), carrier.send(batch("run", "main", 1, 3)));
        assertEquals(new Receipt(5, false), carrier.send(batch("run", "main", 4, 5)));
        watcher.await("main", 5);
        assertEquals(events("run", "main", 1, 5), watcher.events());
    }

    @Test
    void deliversNamesAndTextOfAnyKind() throws Exception {
        String run = "a run/with.dots * and > \u00fcml\u00e4uts \ud83d\udce6";
        String worker = "node 1.cluster";
        Event event = new Event(run, worker, 1, START, new LogFact.Output(1, null, "\u001b[31m\t\"\\\u2028 \u6f22"));
        Received watcher = watch("one");
        carrier("node1", "one").send(EventBatch.of(run, worker, 1, 1, List.of(event)));
        watcher.await(worker, 1);
        assertEquals(List.of(event), watcher.events());
    }

    @Test
    void numbersWithoutEventsAreCovered() throws Exception {
        Received watcher = watch("one");
        EventCarrier carrier = carrier("node1", "one");
        List<Event> sparse = List.of(
                events("run", "main", 3, 3).get(0), events("run", "main", 7, 7).get(0));
        assertEquals(new Receipt(9, false), carrier.send(EventBatch.of("run", "main", 1, 9, sparse)));
        watcher.await("main", 9);
        assertEquals(sparse, watcher.events());
    }

    @Test
    void aBatchWithoutEventsAsksWhatIsThere() throws Exception {
        Received watcher = watch("one");
        EventCarrier carrier = carrier("node1", "one");
        assertEquals(0, carrier.send(batch("run", "main", 1, 0)).confirmed());
        carrier.send(batch("run", "main", 1, 4));
        watcher.await("main", 4);
        assertEquals(4, carrier.send(batch("run", "main", 5, 4)).confirmed());
    }

    @Test
    void aBatchThatIsSentAgainChangesNothing() throws Exception {
        Received watcher = watch("one");
        EventCarrier carrier = carrier("node1", "one");
        carrier.send(batch("run", "main", 1, 4));
        assertEquals(4, carrier.send(batch("run", "main", 1, 4)).confirmed());
        assertEquals(6, carrier.send(batch("run", "main", 3, 6)).confirmed());
        watcher.await("main", 6);
        assertEquals(events("run", "main", 1, 6), watcher.events());
    }

    @Test
    void workersOfOneRunAreApart() throws Exception {
        Received watcher = watch("one");
        EventCarrier first = carrier("node1", "one");
        EventCarrier second = carrier("node2", "one");
        assertEquals(2, first.send(batch("run", "node1", 1, 2)).confirmed());
        assertEquals(3, second.send(batch("run", "node2", 1, 3)).confirmed());
        watcher.await("node1", 2);
        watcher.await("node2", 3);
    }

    @Test
    void theEndOfARunIsConfirmed() throws Exception {
        Received watcher = watch("one");
        EventCarrier carrier = carrier("node1", "one");
        Event end = new Event("run", "main", 1, START, new RunFact.Finished(Outcome.SUCCEEDED, null));
        Receipt receipt = carrier.send(EventBatch.of("run", "main", 1, 1, List.of(end)));
        watcher.await("main", 1);
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!receipt.complete() && System.nanoTime() < limit) {
            receipt = carrier.send(batch("run", "main", 2, 1));
        }
        assertEquals(new Receipt(1, true), receipt);
    }

    @Test
    void aWatcherThatStartsAgainGetsWhatIsSentAgain() throws Exception {
        Received before = new Received();
        AutoCloseable running = watch("one", before);
        EventCarrier carrier = carrier("node1", "one");
        carrier.send(batch("run", "main", 1, 3));
        before.await("main", 3);
        running.close();
        if (isDirect()) {
            assertThrows(IOException.class, () -> carrier.send(batch("run", "main", 4, 5)));
        } else {
            assertEquals(5, carrier.send(batch("run", "main", 4, 5)).confirmed());
        }

        Received after = watch("one");
        long confirmed = carrier.send(batch("run", "main", 6, 5)).confirmed();
        assertTrue(isDirect() ? confirmed == 0 : confirmed == 5, () -> "confirmed: " + confirmed);
        if (isDirect()) {
            carrier.send(batch("run", "main", 1, 5));
        }
        after.await("main", 5);
        assertEquals(events("run", "main", 1, 5), after.events());
    }

    @Test
    void twoWatchersGetTheSame() throws Exception {
        Received one = watch("one");
        Received two = watch("two");
        EventCarrier toOne = carrier("node1", "one");
        toOne.send(batch("run", "main", 1, 5));
        if (isDirect()) {
            carrier("node1", "two").send(batch("run", "main", 1, 5));
        }
        one.await("main", 5);
        two.await("main", 5);
        assertEquals(one.events(), two.events());
    }

    @Test
    void aWatcherThatComesLateGetsEverything() throws Exception {
        Received early = watch("one");
        EventCarrier carrier = carrier("node1", "one");
        carrier.send(batch("run", "main", 1, 5));
        early.await("main", 5);
        Received late = watch("late");
        if (isDirect()) {
            carrier("node1", "late").send(batch("run", "main", 1, 5));
        }
        late.await("main", 5);
        assertEquals(early.events(), late.events());
    }

    @Test
    void aRefusalIsNotTriedAgain() throws Exception {
        Received watcher = watch("one");
        watcher.refuses = true;
        EventCarrier carrier = carrier("node1", "one");
        if (isDirect()) {
            assertThrows(RejectedBatchException.class, () -> carrier.send(batch("run", "main", 1, 1)));
        }
        assertEquals(List.of(), watcher.events());
    }

    @Test
    void aLargeBatchArrivesWhole() throws Exception {
        Received watcher = watch("one");
        List<Event> events = events("run", "main", 1, 2_000);
        EventBatch large = EventBatch.of("run", "main", 1, 2_000, events);
        assertTrue(large.size() > 200_000, () -> "size: " + large.size());
        assertEquals(2_000, carrier("node1", "one").send(large).confirmed());
        watcher.await("main", 2_000);
        assertEquals(events, watcher.events());
    }
}
