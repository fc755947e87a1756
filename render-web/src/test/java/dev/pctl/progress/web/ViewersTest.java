package dev.pctl.progress.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import dev.pctl.progress.web.handler.WebHandler;
import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.internal.http.JdkServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many viewers, slow viewers, viewers of an earlier server: none of them costs the run anything. */
@Timeout(60)
class ViewersTest {

    private static final Pattern ID = Pattern.compile("(?m)^id: (\\S+):(\\d+)$");
    private static final long UPDATES_A_SECOND = 4;

    private static PackageRef ref(int i) {
        return PackageRef.of("p" + i, "1");
    }

    private static void install(Progress progress, int i) {
        progress.record(new PackageFact.Started(ref(i), 1, null, null));
        progress.record(new LogFact.Output(i + 1, ref(i), "compiling ".repeat(20)));
        progress.record(PackageFact.Finished.builder(ref(i), Outcome.SUCCEEDED).build());
        progress.tick();
    }

    private static WebPage page() {
        return WebPage.builder().token("secret").build();
    }

    /** A viewer that asks the handler, in a thread of its own. */
    private static final class Viewer {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final Thread thread;

        /**
         * Starts the viewer.
         *
         * @param gate it takes nothing but the first message before this opens
         */
        Viewer(WebHandler handler, Map<String, String> headers, CountDownLatch gate) throws IOException {
            Map<String, List<String>> all = new HashMap<>();
            all.put("Host", List.of("localhost"));
            all.put("X-Progress-Token", List.of("secret"));
            headers.forEach((name, value) -> all.put(name, List.of(value)));
            var response = handler.handle(
                    new WebRequest("GET", "/api/events", "", all, new ByteArrayInputStream(new byte[0])));
            assertThat(response.status()).isEqualTo(200);
            OutputStream out = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    synchronized (taken) {
                        taken.write(bytes, offset, length);
                    }
                    if (messages() > 0) {
                        await(gate);
                    }
                }
            };
            thread = new Thread(() -> {
                try {
                    response.body().writeTo(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private static void await(CountDownLatch gate) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        String text() {
            synchronized (taken) {
                return taken.toString(StandardCharsets.UTF_8);
            }
        }

        long messages() {
            return ID.matcher(text()).results().count();
        }

        String lastVersion() {
            Matcher id = ID.matcher(text());
            String last = "";
            while (id.find()) {
                last = id.group(2);
            }
            return last;
        }

        void awaitEnd() throws InterruptedException {
            thread.join();
            assertThat(text()).contains("event: end");
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    @Test
    void fiftyViewersGetAtMostFourUpdatesASecond() throws Exception {
        WebPage page = page();
        List<Viewer> viewers = new ArrayList<>();
        long begin = System.nanoTime();
        try (Progress progress =
                Progress.builder("image").driven().renderer(page).start()) {
            progress.tick();
            for (int i = 0; i < 50; i++) {
                viewers.add(new Viewer(page.handler(), Map.of(), new CountDownLatch(0)));
            }
            for (int i = 0; i < 500; i++) {
                install(progress, i);
            }
            await(() -> viewers.stream().allMatch(v -> v.text().contains("\"p499\"")));
            progress.finish(Outcome.SUCCEEDED);
        }
        long seconds = 1 + (System.nanoTime() - begin) / 1_000_000_000L;
        for (Viewer viewer : viewers) {
            viewer.awaitEnd();
            assertThat(viewer.messages()).isLessThanOrEqualTo(UPDATES_A_SECOND * seconds + 2);
        }
        assertThat(viewers.stream().map(Viewer::lastVersion).distinct()).hasSize(1);
    }

    @Test
    void stuckViewerHoldsUpNothingAndGetsOneMessageForAllItMissed() throws Exception {
        WebPage page = page();
        CountDownLatch gate = new CountDownLatch(1);
        try (Progress progress =
                Progress.builder("image").driven().renderer(page).start()) {
            install(progress, 0);
            Viewer stuck = new Viewer(page.handler(), Map.of(), gate);
            await(() -> stuck.messages() == 1);
            Viewer quick = new Viewer(page.handler(), Map.of(), new CountDownLatch(0));
            for (int i = 1; quick.messages() < 5; i++) {
                install(progress, i);
                Thread.sleep(5);
            }
            assertThat(stuck.messages()).isEqualTo(1);
            String newest = quick.lastVersion();
            gate.countDown();
            await(() -> stuck.messages() == 2);
            assertThat(Long.parseLong(stuck.lastVersion())).isGreaterThanOrEqualTo(Long.parseLong(newest));
        }
    }

    @Test
    void viewerOfEarlierServerGetsWholeRunFromRecordedStream() throws Exception {
        ByteArrayOutputStream recorded = new ByteArrayOutputStream();
        String id;
        WebPage first = page();
        EventWriter writer = new EventWriter(recorded);
        writer.writeHeader();
        try (Progress progress = Progress.builder("image")
                .driven()
                .run("run-1")
                .renderer(first)
                .listener("stream", DeliveryMode.EVERYTHING, writer)
                .start()) {
            install(progress, 0);
            Viewer viewer = new Viewer(first.handler(), Map.of(), new CountDownLatch(0));
            await(() -> viewer.messages() == 1);
            Matcher seen = ID.matcher(viewer.text());
            assertThat(seen.find()).isTrue();
            id = seen.group(1) + ':' + seen.group(2);
            install(progress, 1);
        }

        WebPage second = page();
        try (EventReader reader = new EventReader(new ByteArrayInputStream(recorded.toByteArray()), warning -> {});
                Progress again =
                        Progress.builder("image").driven().renderer(second).forReplay("run-1")) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                // as if the first process had been killed
                if (!(event.fact() instanceof RunFact.Finished)) {
                    again.replay(event);
                }
            }
            again.tick();
            Viewer viewer = new Viewer(second.handler(), Map.of("Last-Event-ID", id), new CountDownLatch(0));
            await(() -> viewer.messages() == 1);
            assertThat(viewer.text()).contains("\"full\":true").contains("\"p0\"", "\"p1\"");
            Matcher next = ID.matcher(viewer.text());
            assertThat(next.find()).isTrue();
            Viewer back = new Viewer(
                    second.handler(),
                    Map.of("Last-Event-ID", next.group(1) + ':' + next.group(2)),
                    new CountDownLatch(0));
            install(again, 2);
            await(() -> back.messages() == 1);
            assertThat(back.text()).contains("\"p2\"").doesNotContain("\"full\":true", "\"p0\"");
        }
    }

    @Test
    void thousandConnectionsOccupyFewThreadsAndThePageStillAnswers() throws Exception {
        WebPage page = WebPage.builder().token("secret").mostViewers(20).build();
        JdkServer server =
                new JdkServer(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1_024), page.handler(), 20);
        List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
        try (Progress progress =
                Progress.builder("image").driven().renderer(page).start()) {
            install(progress, 0);
            for (int i = 0; i < 1_000; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                sockets.add(socket);
                socket.getOutputStream()
                        .write(("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                        + "\r\nX-Progress-Token: secret\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            install(progress, 1);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(t -> t.getName().startsWith("pctl-progress-web-")))
                    .hasSizeLessThanOrEqualTo(28);
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
            for (int i = 2; !answers(server.port()); i++) {
                install(progress, i);
                Thread.sleep(20);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            server.close();
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                    + "\r\nX-Progress-Token: secret\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] begin = socket.getInputStream().readNBytes(15);
            return new String(begin, StandardCharsets.US_ASCII).equals("HTTP/1.1 200 OK");
        } catch (SocketException e) {
            return false;
        }
    }
}
