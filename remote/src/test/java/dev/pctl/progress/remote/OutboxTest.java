package dev.pctl.progress.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pctl.progress.Progress;
import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.carrier.RejectedBatchException;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    /** A link in memory that can be cut, to a watcher that can be replaced. */
    private static final class Link implements EventCarrier {
        private volatile EventInbox inbox;
        private volatile boolean cut;
        private final CountDownLatch tried = new CountDownLatch(3);
        private final List<EventBatch> sent = Collections.synchronizedList(new ArrayList<>());

        Link(EventInbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public Receipt send(EventBatch batch) throws IOException {
            tried.countDown();
            if (cut) {
                throw new IOException("the link is cut");
            }
            sent.add(batch);
            return inbox.receive("node1", batch);
        }

        @Override
        public void close() {
            cut = true;
        }
    }

    private Path spool() {
        return folder.resolve("spool").resolve("run.events");
    }

    private Outbox.Builder outbox(EventCarrier carrier) {
        return Outbox.builder(spool())
                .carrier(carrier)
                .interval(Duration.ofMillis(1))
                .closeLimit(Duration.ofSeconds(20));
    }

    private static Event event(long sequence, Fact fact) {
        return new Event("run", "main", sequence, START.plusSeconds(sequence), fact);
    }

    private static List<Event> received(Inbox.Builder[] builder) {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        builder[0] = Inbox.builder(events::add);
        return events;
    }

    @Test
    void theWatcherSeesWhatTheWorkerSees() throws Exception {
        Fleet fleet = Fleet.create();
        Outbox outbox = outbox(new Link(Inbox.of(fleet))).open();
        RunView view;
        try (Progress progress = Progress.builder("image")
                .run("run")
                .label("arch", "x86_64")
                .listener("outbox", DeliveryMode.EVERYTHING, outbox)
                .start()) {
            progress.record(PackageFact.started(PackageRef.of("zlib", "1.3")));
            progress.record(new LogFact.Output(1, PackageRef.of("zlib", "1.3"), "cc -c adler32.c"));
            progress.record("node2", START, PackageFact.failed(PackageRef.of("hdf5", "1.14")));
            progress.finish(Outcome.FAILED);
            view = progress.view();
        }
        assertThat(outbox.finish()).isTrue();
        assertThat(fleet.run("run").view()).isEqualTo(view);
        assertThat(spool()).doesNotExist();
    }

    @Test
    void whatWaitsForALinkArrivesWhenItIsBack() throws Exception {
        Inbox.Builder[] inbox = new Inbox.Builder[1];
        List<Event> events = received(inbox);
        Link link = new Link(inbox[0].build());
        link.cut = true;
        try (Outbox outbox = outbox(link).open()) {
            outbox.onEvent(event(1, new RunFact.Started("image", Map.of())));
            assertThat(link.tried.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(outbox.status().sendFailure()).contains("the link is cut");
            assertThat(outbox.status().waiting()).isEqualTo(1);
            outbox.onEvent(event(2, new RunFact.Finished(Outcome.SUCCEEDED, null)));
            link.cut = false;
        }
        assertThat(events).extracting(Event::sequence).containsExactly(1L, 2L);
        assertThat(spool()).doesNotExist();
    }

    @Test
    void aWatcherThatLostEverythingGetsEverythingAgain() throws Exception {
        Inbox.Builder[] inbox = new Inbox.Builder[1];
        received(inbox);
        Link link = new Link(inbox[0].build());
        List<Event> again;
        try (Outbox outbox = outbox(link).open()) {
            for (int i = 1; i <= 500; i++) {
                outbox.onEvent(event(i, PackageFact.started(PackageRef.of("p" + i, "1"))));
                if (i == 250) {
                    received(inbox);
                    link.inbox = inbox[0].build();
                }
            }
            again = received(inbox);
            link.inbox = inbox[0].build();
            outbox.onEvent(event(501, new RunFact.Finished(Outcome.SUCCEEDED, null)));
        }
        assertThat(again).hasSize(501);
        assertThat(again.get(500).sequence()).isEqualTo(501);
    }

    @Test
    void aWorkerThatStartsAgainContinuesItsNumbers() throws Exception {
        Link cut = new Link(Inbox.of(Fleet.create()));
        cut.cut = true;
        Outbox first = outbox(cut).closeLimit(Duration.ZERO).open();
        try (Progress progress = Progress.builder("image")
                .run("run")
                .listener("outbox", DeliveryMode.EVERYTHING, first)
                .start()) {
            progress.record(PackageFact.started(PackageRef.of("zlib", "1.3")));
            assertThat(first.finish()).isFalse();
        }
        // The process was killed while it wrote a line.
        Files.writeString(spool(), "{\"type\":\"run-fin", StandardCharsets.UTF_8, StandardOpenOption.APPEND);

        Fleet fleet = Fleet.create();
        Outbox second = outbox(new Link(Inbox.of(fleet))).open();
        assertThat(second.run()).isEqualTo("run");
        RunView view;
        try (Progress progress = Progress.builder("image")
                .listener("outbox", DeliveryMode.EVERYTHING, second)
                .resume("run", restored -> second.replay(restored::replay))) {
            assertThat(progress.view().packages()).hasSize(1);
            progress.record(PackageFact.succeeded(PackageRef.of("zlib", "1.3")));
            progress.finish(Outcome.SUCCEEDED);
            view = progress.view();
        }
        assertThat(second.finish()).isTrue();
        assertThat(fleet.run("run").view()).isEqualTo(view);
    }

    @Test
    void twoWatchersGetEverythingThoughOneIsAwayForLong() throws Exception {
        Inbox.Builder[] inbox = new Inbox.Builder[1];
        List<Event> present = received(inbox);
        Link near = new Link(inbox[0].build());
        List<Event> absent = received(inbox);
        Link far = new Link(inbox[0].build());
        far.cut = true;
        try (Outbox outbox = outbox(near).carrier(far).open()) {
            for (int i = 1; i <= 20; i++) {
                outbox.onEvent(event(i, PackageFact.started(PackageRef.of("p" + i, "1"))));
            }
            assertThat(far.tried.await(20, TimeUnit.SECONDS)).isTrue();
            outbox.onEvent(event(21, new RunFact.Finished(Outcome.SUCCEEDED, null)));
            far.cut = false;
        }
        assertThat(present).hasSize(21).isEqualTo(absent);
        assertThat(spool()).doesNotExist();
    }

    @Test
    void aFullSpoolDropsSupersededSamplesAndOldOutputButNoLifeCycle() throws Exception {
        Link link = new Link(Inbox.of(Fleet.create()));
        link.cut = true;
        try (Outbox outbox =
                outbox(link).maxSpoolBytes(1 << 20).closeLimit(Duration.ZERO).open()) {
            String text = "x".repeat(500);
            long sequence = 0;
            for (int i = 1; i <= 3_000; i++) {
                outbox.onEvent(event(++sequence, new LogFact.Output(i, null, text + i)));
                outbox.onEvent(event(++sequence, new SampleFact.Disk("/", i, 1_000_000, 1_000_000 - i)));
                outbox.onEvent(event(++sequence, PackageFact.started(PackageRef.of("p" + i, "1"))));
            }
            assertThat(outbox.status().dropped()).isGreaterThan(3_000);
            assertThat(outbox.status().spoolBytes()).isLessThan(3 << 20);
            List<Event> kept = new ArrayList<>();
            outbox.replay(kept::add);
            assertThat(kept.stream().filter(e -> e.fact() instanceof PackageFact))
                    .hasSize(3_000);
            assertThat(kept.stream().filter(e -> e.fact() instanceof LogFact).map(Event::fact))
                    .hasSizeGreaterThanOrEqualTo(100)
                    .contains(new LogFact.Output(3_000, null, text + 3_000));
        }
    }

    @Test
    void aSlowLinkGetsTheNewestSamplesAndAllOfTheLifeCycle() throws Exception {
        Inbox.Builder[] inbox = new Inbox.Builder[1];
        List<Event> events = received(inbox);
        Link link = new Link(inbox[0].maxEventsPerSecond(1_000_000).build());
        link.cut = true;
        try (Outbox outbox = outbox(link).open()) {
            for (int i = 1; i <= 6_000; i++) {
                outbox.onEvent(event(
                        i,
                        i % 100 == 0
                                ? PackageFact.started(PackageRef.of("p" + i, "1"))
                                : new SampleFact.Disk("/", i, 1_000_000, 1_000_000 - i)));
            }
            outbox.onEvent(event(6_001, new RunFact.Finished(Outcome.SUCCEEDED, null)));
            link.cut = false;
        }
        assertThat(events).hasSize(60 + 1 + 1);
        assertThat(events).extracting(Event::fact).contains(new SampleFact.Disk("/", 5_999, 1_000_000, 994_001));
    }

    @Test
    void aFullDiskKeepsEventsInMemoryUntilThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()), "cannot mount a small disk");
        try {
            Path filler = disk.resolve("filler");
            Inbox.Builder[] inbox = new Inbox.Builder[1];
            List<Event> events = received(inbox);
            Link link = new Link(inbox[0].build());
            link.cut = true;
            try (Outbox outbox = Outbox.builder(disk.resolve("run.events"))
                    .carrier(link)
                    .interval(Duration.ofMillis(1))
                    .open()) {
                fill(filler);
                for (int i = 1; i <= 200; i++) {
                    outbox.onEvent(event(i, PackageFact.started(PackageRef.of("p".repeat(50) + i, "1"))));
                }
                assertThat(outbox.status().spoolFailure()).contains("No space left");
                Files.delete(filler);
                outbox.onEvent(event(201, new RunFact.Finished(Outcome.SUCCEEDED, null)));
                assertThat(outbox.status().spoolFailure()).isNull();
                link.cut = false;
            }
            assertThat(events).extracting(Event::sequence).hasSize(201).isSorted();
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void fill(Path filler) {
        try {
            Files.write(filler, new byte[1 << 20]);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void aRefusalIsReportedAndNothingIsSentAnyMore() throws Exception {
        Link link = new Link((sender, batch) -> {
            throw new RejectedBatchException("not yours");
        });
        try (Outbox outbox = outbox(link).open()) {
            outbox.onEvent(event(1, new RunFact.Started("image", Map.of())));
            outbox.close();
            assertThat(outbox.status().sendFailure()).isEqualTo("not yours");
        }
        assertThat(link.sent).hasSize(1);
        assertThat(spool()).exists();
    }

    @Test
    void aSpoolIsNoLinkAndNoDirectory() throws Exception {
        Path elsewhere = Files.createFile(folder.resolve("elsewhere"));
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
        Link link = new Link(Inbox.of(Fleet.create()));
        for (Path wrong : List.of(linked, folder)) {
            assertThatThrownBy(() -> Outbox.builder(wrong).carrier(link).open())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not a regular file");
        }
    }

    @Test
    void damagedAndForeignLinesAreCountedOnce() throws Exception {
        Inbox.Builder[] builder = new Inbox.Builder[1];
        List<Event> events = received(builder);
        Inbox inbox = builder[0].build();
        String stream = new String(
                        EventBatch.of(
                                "run",
                                "main",
                                1,
                                2,
                                List.of(event(1, new RunFact.Heartbeat()), event(2, new RunFact.Heartbeat())))
                                .stream(),
                        StandardCharsets.UTF_8)
                + "{]\n\n{\"type\":\"run-heartbeat\",\"sequence\":9,\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"x\",\"worker\":\"main\"}\n";
        Receipt receipt =
                inbox.receive("node1", EventBatch.of("run", "main", 1, 4, stream.getBytes(StandardCharsets.UTF_8)));
        assertThat(receipt).isEqualTo(new Receipt(4, false));
        assertThat(events).hasSize(2);
        assertThat(inbox.status().malformed()).isEqualTo(2);
    }

    @Test
    void aSenderThatFloodsIsHeldBack() {
        Inbox inbox = Inbox.builder(e -> {}).maxEventsPerSecond(1).build();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        inbox.receive("node1", EventBatch.of("run", "main", 1, 0, List.of()));
                    }
                })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RejectedBatchException.class)
                .hasMessageContaining("more than 1 events a second");
    }

    @Test
    void whatATargetRefusesComesAgain() throws Exception {
        List<Event> events = new ArrayList<>();
        boolean[] full = {true};
        Inbox inbox = Inbox.of(e -> {
            if (full[0] && e.sequence() == 2) {
                throw new IOException("the disk is full");
            }
            events.add(e);
        });
        EventBatch batch = EventBatch.of(
                "run", "main", 1, 3, List.of(event(1, heartbeat()), event(2, heartbeat()), event(3, heartbeat())));
        assertThatThrownBy(() -> inbox.receive("node1", batch)).hasMessageContaining("the disk is full");
        full[0] = false;
        assertThat(inbox.receive("node1", batch).confirmed()).isEqualTo(3);
        assertThat(events).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
    }

    private static Fact heartbeat() {
        return new RunFact.Heartbeat();
    }
}
