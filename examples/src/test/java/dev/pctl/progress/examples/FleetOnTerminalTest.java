package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.remote.HttpCarrier;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The display of many runs on a real pseudo-terminal, with its keys. */
class FleetOnTerminalTest {

    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");

    @TempDir
    private Path folder;

    private final Map<String, Long> sequences = new HashMap<>();
    private HttpCarrier worker;

    private void report(String run, Fact... facts) throws IOException {
        for (Fact fact : facts) {
            long sequence = sequences.merge(run, 1L, Long::sum);
            Event event = new Event(run, "main", sequence, Instant.now(), fact);
            worker.send(EventBatch.of(run, "main", sequence, sequence, List.of(event)));
        }
    }

    @Test
    void keysSelectAndOpenARun() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Files.writeString(folder.resolve("senders"), "token node1\n");
        worker = HttpCarrier.builder(URI.create("http://127.0.0.1:" + port + "/events"))
                .token("token")
                .build();
        try (PtySession session = PtySession.harness(
                Map.of(), folder, "fleet", "--listen", "127.0.0.1:" + port, "--senders", "senders")) {
            session.awaitText("listening on");
            report("a", new RunFact.Started("first image", Map.of()), PackageFact.started(ZLIB));
            report("b", new RunFact.Started("second image", Map.of()), PackageFact.started(ZLIB));
            report("b", new PhaseFact.Started(ZLIB, 1, "build"), PackageFact.failed(ZLIB));
            session.awaitText("2 runs: 2 active, 1 failed");
            session.await("the failed run first", s -> row(s, "second image") < row(s, "first image"));

            session.type("j");
            session.await(
                    "the first run is marked",
                    s -> s.screen().get(row(s, "second image")).startsWith("> "));
            session.type("\u001b[B");
            session.await(
                    "the second run is marked",
                    s -> s.screen().get(row(s, "first image")).startsWith("> "));
            session.type("\r");
            session.await("the run alone", s -> s.screen().stream().anyMatch(l -> l.contains("q: all runs")));
            assertThat(row(session, "second image")).isNegative();
            session.type("q");
            session.await("all runs", s -> row(s, "second image") >= 0);

            session.resize(50, 12);
            session.await("the lines fit", s -> s.screen().stream().allMatch(l -> l.length() <= 50));
            report("a", PackageFact.succeeded(ZLIB), new RunFact.Finished(Outcome.SUCCEEDED, null));
            session.awaitText("first image: succeeded");
            session.type("\u0003");
            assertThat(session.waitFor()).isEqualTo(130);
            assertThat(session.cursorVisible()).isTrue();
            assertThat(session.everything()).contains("2 runs: 1 active, 1 failed, 1 succeeded");
        }
    }

    @Test
    void theServerThatTakesEventsServesThePageToo() throws Exception {
        Files.writeString(folder.resolve("senders"), "token node1\n");
        try (HostProcess.Running fleet = HostProcess.start(
                folder,
                Map.of(),
                "fleet",
                "--listen",
                "127.0.0.1:0",
                "--senders",
                "senders",
                "--web",
                "--until-ended")) {
            fleet.await("its address", () -> fleet.err().contains("listening on"));
            URI page = URI.create(fleet.err().lines().findFirst().orElseThrow().replace("Progress: ", ""));
            worker = HttpCarrier.builder(URI.create("http://127.0.0.1:" + page.getPort() + "/events"))
                    .token("token")
                    .build();
            report("a", new RunFact.Started("first image", Map.of()));
            URI plain = URI.create("http://127.0.0.1:" + page.getPort() + "/");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(plain).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("fleet.js");
            report("a", new RunFact.Finished(Outcome.SUCCEEDED, null));
            assertThat(fleet.result().status()).isZero();
        }
    }

    /** Returns the line of the screen that begins with the mark and the name of a run, or -1. */
    private static int row(PtySession session, String name) {
        List<String> lines = session.screen();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).matches("[> ] . " + name + " .*")) {
                return i;
            }
        }
        return -1;
    }
}
