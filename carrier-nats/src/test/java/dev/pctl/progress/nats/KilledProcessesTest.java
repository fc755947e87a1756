package dev.pctl.progress.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.remote.Inbox;
import dev.pctl.progress.remote.InboxHandler;
import dev.pctl.progress.spi.EventListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that are killed with signal 9 at random moments: the worker, the NATS server, and the watcher, which loses
 * all it has. The property {@code rounds} sets how often; the seed of a round that failed is in its message.
 */
class KilledProcessesTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 1);
    private static final int PACKAGES = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    /** A watcher: each event must come once, and those of a worker in their order. */
    private static final class Watcher implements EventListener {
        private final Fleet fleet = Fleet.create();
        private final Set<Long> seen = new HashSet<>();
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        @Override
        public void onEvent(Event event) {
            assertThat(seen.add(event.sequence())).as("once: %s", event).isTrue();
            fleet.accept(event);
            events.add(event);
        }

        FleetRun run() {
            return fleet.run("run");
        }

        /** Waits for as many more events, or for the end of the run; returns whether it is still active. */
        boolean awaits(int count) throws InterruptedException {
            for (int i = 0; i < count && (run() == null || run().active()); i++) {
                assertThat(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("an event after %s", run() == null ? "none" : run().view())
                        .isNotNull();
            }
            return run() == null || run().active();
        }
    }

    /** A watcher that starts again with nothing, but for one that has confirmed the end of the run. */
    private static final class ForgetfulWatcher implements EventInbox {
        private volatile Watcher watcher = new Watcher();
        private Inbox inbox = Inbox.of(watcher);

        @Override
        public synchronized Receipt receive(String sender, EventBatch batch) throws IOException {
            return inbox.receive(sender, batch);
        }

        synchronized void forget() {
            if (watcher.run() == null || watcher.run().active()) {
                watcher = new Watcher();
                inbox = Inbox.of(watcher);
            }
        }
    }

    @Test
    void overHttp() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            httpRound(Files.createDirectory(folder.resolve("http-" + round)), new Random().nextLong());
        }
    }

    private void httpRound(Path place, long seed) throws Exception {
        Random random = new Random(seed);
        ForgetfulWatcher watching = new ForgetfulWatcher();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        server.createContext("/events", InboxHandler.of(watching, Map.of("token", "node1")));
        server.start();
        open.add(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
        Process worker = worker(address, place);
        while (watching.watcher.awaits(1 + random.nextInt(PACKAGES))) {
            if (random.nextBoolean()) {
                watching.forget();
            } else {
                worker = restart(worker, address, place);
            }
        }
        watching.watcher.awaits(Integer.MAX_VALUE);
        finish(worker, watching.watcher, place, seed);
    }

    @Test
    void overNats() throws Exception {
        NatsServer.requireInstalled();
        for (int round = 1; round <= ROUNDS; round++) {
            natsRound(Files.createDirectory(folder.resolve("nats-" + round)), new Random().nextLong());
        }
    }

    private void natsRound(Path place, long seed) throws Exception {
        Random random = new Random(seed);
        NatsServer server = new NatsServer(place);
        open.add(server);
        Watcher first = new Watcher();
        Watcher[] second = {new Watcher()};
        open.add(NatsWatcher.open(settings(server), Inbox.of(first)));
        NatsWatcher watching = NatsWatcher.open(settings(server), Inbox.of(second[0]));
        Process worker = worker(server.address(), place);
        while (first.awaits(1 + random.nextInt(PACKAGES))) {
            switch (random.nextInt(4)) {
                case 0 -> worker = restart(worker, server.address(), place);
                case 1 -> {
                    watching.close();
                    second[0] = new Watcher();
                    watching = NatsWatcher.open(settings(server), Inbox.of(second[0]));
                }
                case 2 -> {
                    server.kill();
                    server.start();
                }
                default -> {
                    server.kill();
                    server.loseStore();
                    server.start();
                }
            }
        }
        open.add(watching);
        first.awaits(Integer.MAX_VALUE);
        second[0].awaits(Integer.MAX_VALUE);
        finish(worker, first, place, seed);
        assertThat(second[0].run().view()).isEqualTo(first.run().view());
    }

    private static NatsSettings settings(NatsServer server) {
        return NatsSettings.builder(server.address())
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    private Process worker(String address, Path place) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestartingWorker.class.getName(),
                        address,
                        place.resolve("run.events").toString(),
                        Integer.toString(PACKAGES),
                        place.resolve("view").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        place.resolve("worker.out").toFile()))
                .start();
        open.add(process::destroyForcibly);
        return process;
    }

    private Process restart(Process worker, String address, Path place) throws Exception {
        worker.destroyForcibly().waitFor();
        return worker(address, place);
    }

    private void finish(Process worker, Watcher watcher, Path place, long seed) throws Exception {
        assertThat(worker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(watcher.run().view().toString())
                .as("seed %d, worker: %s", seed, Files.readString(place.resolve("worker.out")))
                .isEqualTo(Files.readString(place.resolve("view")));
        assertThat(watcher.run().view().packages()).hasSize(PACKAGES);
    }
}
