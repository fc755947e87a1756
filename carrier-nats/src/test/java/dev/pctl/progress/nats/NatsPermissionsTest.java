package dev.pctl.progress.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.remote.Inbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with the permissions that the documentation shows. */
class NatsPermissionsTest {

    private static final Path PAGE = Path.of("..", "docs", "several-machines.md");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("^authorization \\{.*?^}", Pattern.MULTILINE | Pattern.DOTALL);

    private NatsServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        NatsServer.requireInstalled();
        Matcher shown = AUTHORIZATION.matcher(Files.readString(PAGE));
        assertThat(shown.find()).isTrue();
        server = new NatsServer(folder, shown.group().replace("\u2026", "secret"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private NatsSettings settings(String user) {
        return NatsSettings.builder(server.address())
                .login(user, "secret".toCharArray())
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    private static EventBatch batch(String worker) {
        Event end = new Event("run", worker, 1, Instant.EPOCH, new RunFact.Finished(Outcome.SUCCEEDED, null));
        return EventBatch.of("run", worker, 1, 1, List.of(end));
    }

    @Test
    void aWorkerWritesItsOwnSubjectsOnly() throws Exception {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        Fleet fleet = Fleet.create();
        NatsCarrier carrier = NatsCarrier.of(settings("node1"));
        try (NatsWatcher watcher = NatsWatcher.open(settings("watcher"), Inbox.of(e -> {
            fleet.accept(e);
            events.add(e);
        }))) {
            sendOnceTheStreamExists(carrier);
            assertThat(events.poll(30, TimeUnit.SECONDS)).isNotNull();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!carrier.send(EventBatch.of("run", "node1", 2, 1, List.of())).complete()) {
                assertThat(System.nanoTime()).as("the run is confirmed").isLessThan(end);
            }
            assertThatThrownBy(() -> carrier.send(batch("node2"))).isInstanceOf(IOException.class);
            assertThat(fleet.run("run").machines()).hasSize(1);
        } finally {
            carrier.close();
        }
    }

    /** The watcher may create the stream, the worker not. */
    private static void sendOnceTheStreamExists(NatsCarrier carrier) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                assertThat(carrier.send(batch("node1")).confirmed()).isEqualTo(1);
                return;
            } catch (IOException e) {
                assertThat(System.nanoTime()).as("%s", e).isLessThan(end);
            }
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        NatsSettings wrong = NatsSettings.builder(server.address())
                .login("node1", "guess".toCharArray())
                .timeout(Duration.ofSeconds(2))
                .build();
        assertThatThrownBy(() -> NatsCarrier.of(wrong).send(batch("node1"))).isInstanceOf(IOException.class);
    }
}
