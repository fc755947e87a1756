package dev.pctl.progress.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.carrier.RejectedBatchException;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.testkit.CarrierContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCarrierTest extends CarrierContract {

    private static final Map<String, String> SENDERS = Map.of("token-1", "node1", "token-2", "node2");

    private final Map<String, Integer> ports = new HashMap<>();

    @Override
    protected AutoCloseable watch(String watcher, EventInbox inbox) throws IOException {
        int port = ports.getOrDefault(watcher, 0);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/events", InboxHandler.of(inbox, SENDERS));
        server.start();
        ports.put(watcher, server.getAddress().getPort());
        return () -> {
            server.stop(0);
            threads.shutdownNow();
        };
    }

    @Override
    protected EventCarrier connect(String sender, String watcher) {
        return HttpCarrier.builder(address(watcher))
                .token("token-" + sender.substring(sender.length() - 1))
                .build();
    }

    @Override
    protected boolean isDirect() {
        return true;
    }

    private URI address(String watcher) {
        return URI.create("http://127.0.0.1:" + ports.get(watcher) + "/events");
    }

    private static EventBatch batch(String run) {
        return EventBatch.of(run, "main", 1, 0, List.of());
    }

    @Test
    void aSenderWithoutOrWithAWrongTokenIsRefused() throws Exception {
        try (AutoCloseable ignored = watch("one", Inbox.of(Fleet.create()))) {
            for (HttpCarrier stranger : List.of(
                    HttpCarrier.builder(address("one")).build(),
                    HttpCarrier.builder(address("one")).token("token-3").build())) {
                assertThatThrownBy(() -> stranger.send(batch("run")))
                        .isInstanceOf(RejectedBatchException.class)
                        .hasMessageContaining("401: the token is missing or wrong");
            }
        }
    }

    @Test
    void aSenderCannotWriteTheWorkerOfAnother() throws Exception {
        try (AutoCloseable ignored = watch("one", Inbox.of(Fleet.create()))) {
            connect("node1", "one").send(batch("run"));
            assertThatThrownBy(() -> connect("node2", "one").send(batch("run")))
                    .isInstanceOf(RejectedBatchException.class)
                    .hasMessageContaining("may not write this worker");
            connect("node2", "one").send(batch("another run"));
        }
    }

    @Test
    void requestsThatAreNoBatchesAreAnswered() throws Exception {
        try (AutoCloseable ignored = watch("one", Inbox.of(Fleet.create()))) {
            assertThat(post("run=r&worker=w&first=1&last=0", batch("r").stream(), "token-1"))
                    .isEqualTo(200);
            assertThat(post("run=r&worker=w&first=1&last=0", new byte[0], "token-1"))
                    .isEqualTo(403);
            assertThat(post("", new byte[0], "token-1")).isEqualTo(400);
            assertThat(post("run=r&worker=w&first=x&last=0", new byte[0], "token-1"))
                    .isEqualTo(400);
            assertThat(post("run=%zz", new byte[0], "token-1")).isEqualTo(400);
            assertThat(post("run=r&worker=w&first=1&last=1", "hello".getBytes(), "token-1"))
                    .isEqualTo(403);
            assertThat(post("run=r&worker=w&first=1&last=1", new byte[9 << 20], "token-1"))
                    .isEqualTo(413);
            assertThat(post("run=r&worker=w&first=1&last=1", bomb(), "token-1")).isEqualTo(413);
        }
    }

    @Test
    void sendsOverTlsToAWatcherThatItTrusts(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        Fleet fleet = Fleet.create();
        server.createContext("/events", InboxHandler.of(Inbox.of(fleet), SENDERS));
        server.start();
        try {
            URI address = URI.create("https://localhost:" + server.getAddress().getPort() + "/events");
            HttpCarrier.Builder carrier = HttpCarrier.builder(address).token("token-1");
            assertThatThrownBy(() -> carrier.build().send(batch("run"))).isInstanceOf(SSLException.class);

            Event event = new Event("run", "main", 1, Instant.EPOCH, new RunFact.Heartbeat());
            EventBatch batch = EventBatch.of("run", "main", 1, 1, List.of(event));
            assertThat(carrier.tls(context).build().send(batch).confirmed()).isEqualTo(1);
            assertThat(fleet.run("run")).isNotNull();
        } finally {
            server.stop(0);
        }
    }

    /** Makes a certificate for this machine, and a context that has it and trusts it. */
    private static SSLContext context(Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "watcher",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "secret".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    /** Returns few bytes that become very many when they are decompressed. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private int post(String query, byte[] body, String token) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(address("one") + "?" + query).openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (body.length > 2 && body[0] == 0x1f) {
            connection.setRequestProperty("Content-Encoding", "gzip");
        }
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        } catch (IOException e) {
            assertThat(connection.getResponseCode()).isEqualTo(413);
        }
        return connection.getResponseCode();
    }
}
