package dev.pctl.progress.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.hook.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventBusTest {

    private final AtomicLong sequence = new AtomicLong();

    @Test
    void aSlowListenerGetsEveryLifeCycleEventAndTheNewestSample() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Fact> seen = new ArrayList<>();
        try (EventBus bus = new EventBus(Duration.ofSeconds(20))) {
            bus.subscribe("slow", DeliveryMode.NEWEST, event -> {
                begun.countDown();
                go.await();
                seen.add(event.fact());
            });
            bus.publish(event(new RunFact.StatusReported(0.0, "begin")));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 1000; i++) {
                bus.publish(event(disk(i)));
                if (i % 100 == 0) {
                    bus.publish(event(started(i)));
                }
            }
            go.countDown();
        }
        assertThat(seen).filteredOn(PackageFact.Started.class::isInstance).hasSize(10);
        assertThat(seen).filteredOn(SampleFact.Disk.class::isInstance).containsExactly(disk(999));
    }

    @Test
    void slowListenerGetsNewestLinesOfEachLog() throws InterruptedException {
        Mailbox mailbox = new Mailbox(DeliveryMode.NEWEST);
        for (int i = 0; i < 30; i++) {
            mailbox.put(event(output(1 + 10 * i, null)));
            mailbox.put(event(output(1 + 10 * i, "out.txt")));
        }
        mailbox.close();
        List<LogFact.Output> taken = new ArrayList<>();
        for (Event event = mailbox.take(); event != null; event = mailbox.take()) {
            taken.add((LogFact.Output) event.fact());
        }
        assertThat(taken).filteredOn(o -> o.log() == null).hasSize(10).first().isEqualTo(output(201, null));
        assertThat(taken).filteredOn(o -> o.log() != null).hasSize(10).last().isEqualTo(output(291, "out.txt"));
    }

    private static LogFact.Output output(long number, String log) {
        return new LogFact.Output(number, null, Collections.nCopies(10, "x"), log);
    }

    @Test
    void aRecorderGetsEverythingInOrderFromManyPublishers() throws InterruptedException {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        int publishers = 4;
        int each = 500;
        try (EventBus bus = new EventBus(Duration.ofSeconds(20))) {
            bus.subscribe("all", DeliveryMode.EVERYTHING, event -> seen.add(event.sequence()));
            List<Thread> threads = new ArrayList<>();
            for (int p = 0; p < publishers; p++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        synchronized (this) {
                            bus.publish(event(disk(i)));
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(seen).hasSize(publishers * each).isSorted();
    }

    @Test
    void aListenerThatThrowsDisturbsNobodyAndGoesOn() {
        List<Long> good = Collections.synchronizedList(new ArrayList<>());
        AtomicLong bad = new AtomicLong();
        try (EventBus bus = new EventBus(Duration.ofSeconds(20))) {
            bus.subscribe("bad", DeliveryMode.EVERYTHING, event -> {
                bad.incrementAndGet();
                throw new AssertionError("on purpose");
            });
            bus.subscribe("good", DeliveryMode.EVERYTHING, event -> good.add(event.sequence()));
            for (int i = 0; i < 10; i++) {
                bus.publish(event(started(i)));
            }
        }
        assertThat(good).hasSize(10);
        assertThat(bad).hasValue(10);
    }

    @Test
    void publishingNeverWaitsForAListenerThatHangsAndClosingGivesUpOnIt() {
        CountDownLatch never = new CountDownLatch(1);
        EventBus bus = new EventBus(Duration.ofMillis(50));
        bus.subscribe("hanging", DeliveryMode.NEWEST, event -> never.await());
        for (int i = 0; i < 10_000; i++) {
            bus.publish(event(disk(i)));
        }
        bus.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(t -> t.getName().equals("pctl-progress-hanging") && !t.isInterrupted())
                .allMatch(Thread::isDaemon);
    }

    @Test
    void aClosedSubscriptionGetsNothingMoreAndAClosedBusTakesNoListener() {
        AtomicLong count = new AtomicLong();
        EventBus bus = new EventBus(Duration.ofSeconds(20));
        Subscription subscription = bus.subscribe("early", DeliveryMode.EVERYTHING, event -> count.incrementAndGet());
        subscription.close();
        bus.publish(event(started(1)));
        bus.close();
        assertThat(count).hasValue(0);
        assertThatThrownBy(() -> bus.subscribe("late", DeliveryMode.NEWEST, event -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    private Event event(Fact fact) {
        return new Event("run", "main", sequence.incrementAndGet(), Instant.EPOCH, fact);
    }

    private static Fact started(int i) {
        return new PackageFact.Started(PackageRef.of("p" + i, "1"), 1, null, null);
    }

    private static SampleFact.Disk disk(long used) {
        return new SampleFact.Disk("/", used, 1000, 1000 - used);
    }
}
