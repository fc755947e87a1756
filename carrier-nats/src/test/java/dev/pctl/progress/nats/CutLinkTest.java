package dev.pctl.progress.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.remote.Inbox;
import dev.pctl.progress.remote.InboxHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a network namespace of its own, whose link to the watcher is cut, or slow. */
class CutLinkTest {

    private static final String SPACE = "pctl-" + ProcessHandle.current().pid();
    private static final String NEAR = "pw" + ProcessHandle.current().pid() % 100_000;
    private static final String FAR = "pf" + ProcessHandle.current().pid() % 100_000;
    private static final String WATCHER = "10.231.77.1";

    @TempDir
    private Path folder;

    private final Fleet fleet = Fleet.create();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private HttpServer server;
    private ExecutorService threads;
    private Process worker;

    @BeforeEach
    void connect() throws Exception {
        assumeTrue(run("ip", "netns", "add", SPACE), "network namespaces need root and iproute2");
        assertThat(run("ip", "link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", SPACE))
                .isTrue();
        assertThat(run("ip", "addr", "add", WATCHER + "/24", "dev", NEAR)).isTrue();
        assertThat(run("ip", "link", "set", NEAR, "up")).isTrue();
        assertThat(run("ip", "netns", "exec", SPACE, "ip", "addr", "add", "10.231.77.2/24", "dev", FAR))
                .isTrue();
        assertThat(run("ip", "netns", "exec", SPACE, "ip", "link", "set", FAR, "up"))
                .isTrue();
        server = HttpServer.create(new InetSocketAddress(WATCHER, 0), 0);
        threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        Inbox inbox = Inbox.of(event -> {
            fleet.accept(event);
            events.add(event);
        });
        server.createContext("/events", InboxHandler.of(inbox, Map.of("token", "node1")));
        server.start();
    }

    @AfterEach
    void disconnect() throws Exception {
        if (worker != null) {
            worker.destroyForcibly().waitFor();
        }
        if (server != null) {
            server.stop(0);
            threads.shutdownNow();
        }
        run("ip", "netns", "del", SPACE);
        run("ip", "link", "del", NEAR);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void start(int packages) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", SPACE));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RestartingWorker.class.getName(),
                "http://" + WATCHER + ":" + server.getAddress().getPort() + "/events",
                folder.resolve("run.events").toString(),
                Integer.toString(packages),
                folder.resolve("view").toString()));
        worker = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.out").toFile())
                .start();
    }

    private void await(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(events.poll(60, TimeUnit.SECONDS)).as("the next event").isNotNull();
        }
    }

    private void assertTheWatcherSeesWhatTheWorkerSaw() throws Exception {
        while (fleet.run("run").active()) {
            await(1);
        }
        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue())
                .as(Files.readString(folder.resolve("worker.out")))
                .isZero();
        assertThat(fleet.run("run").view().toString()).isEqualTo(Files.readString(folder.resolve("view")));
    }

    @Test
    void aRunThatEndsWhileTheLinkIsCutArrivesWhenItIsBack() throws Exception {
        start(100);
        await(10);
        assertThat(run("ip", "link", "set", NEAR, "down")).isTrue();
        Path view = folder.resolve("view");
        while (!Files.exists(view)) {
            assertThat(worker.waitFor(20, TimeUnit.MILLISECONDS))
                    .as(Files.readString(folder.resolve("worker.out")))
                    .isFalse();
        }
        assertThat(fleet.run("run").active()).isTrue();
        assertThat(run("ip", "link", "set", NEAR, "up")).isTrue();
        assertTheWatcherSeesWhatTheWorkerSaw();
    }

    @Test
    void everythingArrivesOverASlowLink() throws Exception {
        boolean slow = run("tc", "qdisc", "add", "dev", NEAR, "root", "netem", "delay", "150ms", "rate", "256kbit")
                || run(
                        "tc", "qdisc", "add", "dev", NEAR, "root", "tbf", "rate", "64kbit", "burst", "4kb", "latency",
                        "1s");
        assumeTrue(slow, "links are made slow by tc of iproute2");
        start(40);
        await(10);
        assertTheWatcherSeesWhatTheWorkerSaw();
    }
}
