package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host without Spack: real scripts, a status page, a web service. */
@Timeout(120)
class ProvisionTest {

    private static final Map<String, String> QUICK = Map.of("PACE", "0.02");

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
                "--page",
                "page.html",
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

        String page = Files.readString(folder.resolve("page.html"));
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("<span class=\"badge\">succeeded</span>")
                .contains("100 %")
                .contains("<td>nginx</td>")
                .contains("greeter")
                .doesNotContain("http-equiv=\"refresh\"")
                .doesNotContain("src=")
                .doesNotContain("<script");
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
        String page = Files.readString(folder.resolve("page.html"));
        assertThat(page)
                .contains("<span class=\"badge\">failed</span>")
                .contains("greeter@2.4.1 failed in phase build")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script")
                .contains("Correct broken and run provision again");
        assertThat(posted).anyMatch(p -> p.contains("\"event\":\"failure\""));
        assertThat(posted).last().asString().contains("\"text\":\"failed\"");
        assertThat(folder.resolve("target/nginx.conf")).doesNotExist();
    }

    @Test
    void ignoresUnreachableWebService() throws Exception {
        Path plan = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(plan.resolve("1.sh"), "# Say hello\necho 'E: Unable to locate package nginks'\nexit 100\n");
        HostProcess result = HostProcess.run(
                folder, QUICK, "provision", "mine", "--webhook", "http://127.0.0.1:1/", "--page", "page.html");
        assertThat(result.status()).isEqualTo(100);
        assertThat(result.out()).contains("Search for its name: apt-cache search WORD");
        assertThat(HostProcess.run(folder, QUICK, "provision", "none").err())
                .isEqualTo("provision: no such file: none/plan.txt\n");
    }

    @Test
    void pageReloadsUntilRunEnds() throws Exception {
        Path plan = Files.createDirectories(folder.resolve("waiting"));
        Files.writeString(plan.resolve("1.sh"), "# Wait\necho waiting\nwhile [ ! -f go ]; do sleep 0.1; done\n");
        Path page = folder.resolve("page.html");
        String[] arguments = {"provision", "waiting", "--target", "t", "--page", "page.html"};
        try (HostProcess.Running process = HostProcess.start(folder, QUICK, arguments)) {
            process.await("a page", () -> {
                String whole = Files.exists(page) ? Files.readString(page) : "";
                assertThat(whole.isEmpty() || whole.endsWith("</html>\n")).isTrue();
                return whole.contains("<b>Wait</b>");
            });
            assertThat(Files.readString(page))
                    .contains("<meta http-equiv=\"refresh\" content=\"2\">")
                    .contains("badge\">running");
            Files.createFile(folder.resolve("t/go"));
            assertThat(process.result().status()).isZero();
        }
    }
}
