package dev.pctl.progress.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.remote.Inbox;
import dev.pctl.progress.remote.Outbox;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers and watchers with a server that dies between them. */
class NatsOutboxTest {

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private NatsServer server;

    @BeforeAll
    static void check() {
        NatsServer.requireInstalled();
    }

    @BeforeEach
    void start() throws IOException {
        server = new NatsServer(folder);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
        server.close();
    }

    /** A fleet of one watcher, which tells when it got an event. */
    private static final class Watched implements EventListener {
        private final Fleet fleet = Fleet.create();
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        @Override
        public void onEvent(Event event) {
            fleet.accept(event);
            events.add(event);
        }

        RunView awaitEnd() throws InterruptedException {
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (fleet.run("run") == null || fleet.run("run").active()) {
                assertThat(events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                        .as("the next event")
                        .isNotNull();
            }
            return fleet.run("run").view();
        }

        void await(int packages) throws InterruptedException {
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (fleet.run("run") == null
                    || fleet.run("run").view().packages().size() < packages) {
                assertThat(events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                        .as("the next event")
                        .isNotNull();
            }
        }
    }

    private NatsSettings settings() {
        return NatsSettings.builder(server.address())
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    private Watched watch() throws Exception {
        Watched watched = new Watched();
        open.add(NatsWatcher.open(settings(), Inbox.of(watched)));
        return watched;
    }

    private Outbox outbox() throws IOException {
        return Outbox.builder(folder.resolve("run.events"))
                .carrier(NatsCarrier.of(settings()))
                .interval(Duration.ofMillis(5))
                .closeLimit(Duration.ofSeconds(30))
                .open();
    }

    private static Progress start(Outbox outbox) {
        return Progress.builder("image")
                .run("run")
                .listener("outbox", DeliveryMode.EVERYTHING, outbox)
                .start();
    }

    private static void build(Progress progress, int first, int last) {
        for (int i = first; i <= last; i++) {
            PackageRef ref = PackageRef.of("package-" + i, "1");
            progress.record(PackageFact.started(ref));
            progress.record(PackageFact.succeeded(ref));
        }
    }

    @Test
    void nothingIsLostWhenTheServerIsKilled() throws Exception {
        Watched one = watch();
        Watched two = watch();
        Outbox outbox = outbox();
        RunView view;
        try (Progress progress = start(outbox)) {
            build(progress, 1, 20);
            one.await(20);
            server.kill();
            build(progress, 21, 40);
            server.start();
            build(progress, 41, 60);
            one.await(60);
            progress.finish(Outcome.SUCCEEDED);
            view = progress.view();
        }
        assertThat(one.awaitEnd()).isEqualTo(view);
        assertThat(two.awaitEnd()).isEqualTo(view);
        assertThat(outbox.finish()).as("a watcher confirmed the run").isTrue();
    }

    @Test
    void nothingIsLostWhenTheServerLosesItsStore() throws Exception {
        Watched one = watch();
        Outbox outbox = outbox();
        RunView view;
        Watched late;
        try (Progress progress = start(outbox)) {
            build(progress, 1, 20);
            one.await(20);
            server.kill();
            server.loseStore();
            server.start();
            build(progress, 21, 40);
            one.await(40);
            late = watch();
            progress.finish(Outcome.SUCCEEDED);
            view = progress.view();
        }
        assertThat(one.awaitEnd()).isEqualTo(view);
        assertThat(late.awaitEnd()).as("the whole run is in the new store").isEqualTo(view);
        assertThat(outbox.finish()).isTrue();
    }

    @Test
    void aWatcherThatReadsFromNowOnAsksForWhatIsMissing() throws Exception {
        Watched early = watch();
        Outbox outbox = outbox();
        RunView view;
        Watched late = new Watched();
        try (Progress progress = start(outbox)) {
            build(progress, 1, 20);
            early.await(20);
            open.add(NatsWatcher.open(settings(), Inbox.of(late), Instant.now().plusMillis(1)));
            build(progress, 21, 22);
            late.await(22);
            progress.finish(Outcome.SUCCEEDED);
            view = progress.view();
        }
        assertThat(late.awaitEnd()).isEqualTo(view);
        assertThat(outbox.finish()).isTrue();
    }

    @Test
    void aWatcherThatReadsFromAMessageOnAsksForWhatIsMissing() throws Exception {
        Watched early = watch();
        Outbox outbox = outbox();
        RunView view;
        Watched late = new Watched();
        try (Progress progress = start(outbox)) {
            build(progress, 1, 3);
            early.await(3);
            build(progress, 4, 5);
            early.await(5);
            open.add(NatsWatcher.open(settings(), Inbox.of(late), 2));
            build(progress, 6, 7);
            late.await(7);
            progress.finish(Outcome.SUCCEEDED);
            view = progress.view();
        }
        assertThat(late.awaitEnd()).isEqualTo(view);
        assertThat(outbox.finish()).isTrue();
    }

    @Test
    void aWorkerThatStartsAgainContinues() throws Exception {
        Outbox first = Outbox.builder(folder.resolve("run.events"))
                .carrier(NatsCarrier.of(settings()))
                .closeLimit(Duration.ZERO)
                .open();
        try (Progress progress = start(first)) {
            build(progress, 1, 5);
            assertThat(first.finish()).isFalse();
        }
        Watched watched = watch();
        Outbox second = outbox();
        RunView view;
        try (Progress progress = Progress.builder("image")
                .listener("outbox", DeliveryMode.EVERYTHING, second)
                .resume("run", restored -> second.replay(restored::replay))) {
            build(progress, 6, 9);
            progress.finish(Outcome.SUCCEEDED);
            view = progress.view();
        }
        assertThat(watched.awaitEnd()).isEqualTo(view);
        assertThat(view.packages()).hasSizeGreaterThan(4);
        assertThat(second.finish()).isTrue();
    }
}
