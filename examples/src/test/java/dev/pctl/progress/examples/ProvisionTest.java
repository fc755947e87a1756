package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host without Spack: real scripts, a page, a web service. */
@Timeout(120)
class ProvisionTest {

    private static final Map<String, String> QUICK = Map.of("PACE", "0.02");

    private static final Pattern ADDRESS =
            Pattern.compile("Progress: (http://127\\.0\\.0\\.1:\\d+)/progress/#token=(\\S+)");

    @TempDir
    private Path folder;

    private final List<String> posted = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    private HostProcess provision(String plan) throws Exception {
        return HostProcess.run(
                folder,
                QUICK,
                "provision",
                plan,
                "--target",
                "target",
                "--report",
                "run.html",
                "--webhook",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    @Test
    void provisionsMachine() throws Exception {
        HostProcess result = provision("web-server");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsPattern(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} INFO  \\[20-build] Build the application\n")
                .contains("nginx@1.22.1-9 succeeded after")
                .contains("web-server succeeded after")
                .doesNotContain("unfinished");
        assertThat(folder.resolve("target/usr/greeter")).exists();
        assertThat(folder.resolve("target/nginx.conf")).exists();

        assertThat(Files.readString(folder.resolve("run.html")))
                .startsWith("<!doctype html>")
                .contains("web-server")
                .doesNotContain("src=\"http");
        assertThat(posted)
                .hasSize(4)
                .last()
                .asString()
                .contains("\"plan\":\"web-server\"")
                .contains("\"event\":\"end\",\"text\":\"succeeded\",\"percent\":100");
        assertThat(posted.get(1)).contains("\"event\":\"step\",\"text\":\"Build the application succeeded\"");
    }

    @Test
    void showsFailureWithOwnRemediesAndSafeText() throws Exception {
        HostProcess result = provision("broken");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out())
                .contains("ERROR [20-build] src/page.c:41:18: error")
                .contains("To do: Correct broken and run provision again");
        assertThat(Files.readString(folder.resolve("run.html"))).doesNotContain("<script>alert(1)");
        assertThat(posted).anyMatch(p -> p.contains("\"event\":\"failure\""));
        assertThat(posted).last().asString().contains("\"text\":\"failed\"");
        assertThat(folder.resolve("target/nginx.conf")).doesNotExist();
    }

    @Test
    void ignoresUnreachableWebService() throws Exception {
        Path plan = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(plan.resolve("1.sh"), "# Say hello\necho 'E: Unable to locate package nginks'\nexit 100\n");
        HostProcess result = HostProcess.run(folder, QUICK, "provision", "mine", "--webhook", "http://127.0.0.1:1/");
        assertThat(result.status()).isEqualTo(100);
        assertThat(result.out()).contains("Search for its name: apt-cache search WORD");
        assertThat(HostProcess.run(folder, QUICK, "provision", "none").err())
                .isEqualTo("provision: no such file: none/plan.txt\n");
    }

    @Test
    void servesPageOfRunInItsOwnServer() throws Exception {
        Path plan = Files.createDirectories(folder.resolve("waiting"));
        Files.writeString(plan.resolve("1.sh"), "# Wait\necho waiting\nwhile [ ! -f go ]; do sleep 0.1; done\n");
        String[] arguments = {"provision", "waiting", "--target", "t", "--port", "0"};
        try (HostProcess.Running process = HostProcess.start(folder, QUICK, arguments)) {
            process.await("the address", () -> ADDRESS.matcher(process.out()).find());
            Matcher address = ADDRESS.matcher(process.out());
            assertThat(address.find()).isTrue();
            String host = address.group(1);
            String token = address.group(2);
            assertThat(get(host + "/health", "").body()).isEqualTo("{\"status\":\"up\"}\n");
            assertThat(get(host + "/progress/", "").body()).startsWith("<!doctype html>");
            assertThat(get(host + "/progress/app.js", "").statusCode()).isEqualTo(200);
            assertThat(get(host + "/progress/api/log", "").statusCode()).isEqualTo(401);
            assertThat(get(host + "/progress/api/log?pkg=none", token).statusCode())
                    .isEqualTo(200);
            HttpResponse<InputStream> events = HttpClient.newHttpClient()
                    .send(request(host + "/progress/api/events", token), HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.lines().filter(l -> l.startsWith("data: ")).findFirst())
                        .get()
                        .asString()
                        .contains("\"title\":\"waiting\"", "\"full\":true");
            }
            Files.createFile(folder.resolve("t/go"));
            assertThat(process.result().status()).isZero();
        }
    }

    private static HttpRequest request(String address, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        return (token.isEmpty() ? request : request.header("X-Progress-Token", token)).build();
    }

    private static HttpResponse<String> get(String address, String token) throws Exception {
        return HttpClient.newHttpClient().send(request(address, token), HttpResponse.BodyHandlers.ofString());
    }
}
