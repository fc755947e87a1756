package dev.pctl.progress.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what is handed out: asked through the handler, as a host's own server would. */
class SecurityTest {

    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");

    @TempDir
    Path folder;

    private Path allowed;
    private WebPage page;
    private Progress progress;

    @BeforeEach
    void start() throws IOException {
        allowed = Files.createDirectory(folder.resolve("stage"));
        page = WebPage.builder()
                .token("secret")
                .host("build.example.org")
                .logsBelow(allowed)
                .build();
        progress = Progress.builder("run").driven().renderer(page).start();
        progress.record(new PackageFact.Started(ZLIB, 1, null, null));
        progress.tick();
    }

    @AfterEach
    void stop() {
        progress.close();
    }

    private WebResponse ask(String method, String path, String query, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new HashMap<>();
        all.put("Host", List.of("127.0.0.1:8080"));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        try {
            return page.handler()
                    .handle(new WebRequest(
                            method, path, query, all, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private WebResponse get(String path, Map<String, String> headers) {
        return ask("GET", path, "", headers, "");
    }

    private static Map<String, String> token(String... more) {
        Map<String, String> headers = new HashMap<>(Map.of("X-Progress-Token", "secret"));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private static String text(WebResponse response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            response.body().writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void locate(Path log) {
        progress.record(new PackageFact.LogLocated(ZLIB, 1, log.toString()));
        progress.tick();
    }

    private WebResponse download(Path log) {
        return ask("GET", "/api/download", "path=" + log, token(), "");
    }

    @Test
    void refusesRequestsWithoutToken() {
        assertThat(get("/api/events", Map.of()).status()).isEqualTo(401);
        assertThat(get("/api/log", Map.of()).status()).isEqualTo(401);
        assertThat(get("/api/download", Map.of()).status()).isEqualTo(401);
        assertThat(ask("POST", "/api/decisions", "", Map.of(), "{}").status()).isEqualTo(401);
    }

    @Test
    void refusesWrongToken() {
        assertThat(get("/api/events", Map.of("X-Progress-Token", "secre")).status())
                .isEqualTo(401);
        assertThat(get("/api/events", Map.of("X-Progress-Token", "")).status()).isEqualTo(401);
    }

    @Test
    void refusesTokenInQuery() {
        assertThat(ask("GET", "/api/log", "token=secret", Map.of(), "").status())
                .isEqualTo(401);
    }

    @Test
    void refusesForeignHostNames() {
        assertThat(get("/", Map.of("Host", "evil.example:8080")).status()).isEqualTo(421);
        assertThat(get("/api/log", token("Host", "evil.example")).status()).isEqualTo(421);
        assertThat(get("/", Map.of("Host", "127.0.0.1.evil.example")).status()).isEqualTo(421);
    }

    @Test
    void acceptsOwnHostNames() {
        for (String host :
                List.of("127.0.0.1:8080", "localhost", "[::1]:8080", "build.example.org", "BUILD.example.org:443")) {
            assertThat(get("/", Map.of("Host", host)).status()).as(host).isEqualTo(200);
        }
    }

    @Test
    void refusesRequestsOfOtherSites() {
        assertThat(get("/api/log", token("Origin", "http://evil.example")).status())
                .isEqualTo(403);
        assertThat(get("/api/log", token("Origin", "http://127.0.0.1:9999")).status())
                .isEqualTo(403);
        assertThat(get("/api/log", token("Origin", "null")).status()).isEqualTo(403);
        assertThat(get("/api/log", token("Sec-Fetch-Site", "cross-site")).status())
                .isEqualTo(403);
        assertThat(get("/app.js", token("Sec-Fetch-Site", "same-site")).status())
                .isEqualTo(403);
        assertThat(get("/api/log", token("Origin", "http://127.0.0.1:8080")).status())
                .isEqualTo(200);
    }

    @Test
    void opensFromLinkOnOtherSite() {
        assertThat(get("/", Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sendsProtectiveHeadersWithEveryResponse() {
        for (WebResponse response : List.of(
                get("/", Map.of()),
                get("/app.js", Map.of()),
                get("/nothing", Map.of()),
                get("/api/log", token()),
                get("/api/events", token()),
                get("/api/events", Map.of()),
                get("/", Map.of("Host", "evil.example")))) {
            assertThat(response.headers().get("Content-Security-Policy"))
                    .startsWith("default-src 'none'; script-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(response.headers())
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsEntry("Cache-Control", "no-store")
                    .doesNotContainKey("Set-Cookie")
                    .doesNotContainKey("Access-Control-Allow-Origin");
        }
    }

    @Test
    void servesOnlyFilesOfThePage() {
        for (String path : List.of(
                "/../WebPage.class",
                "/lib/../../http/Routes.class",
                "/page.css/..",
                "//etc/passwd",
                "/index.html/x",
                "/lib/")) {
            assertThat(get(path, token()).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void downloadsLogThatRunNamedBelowAllowedDirectory() throws IOException {
        Path log = Files.writeString(allowed.resolve("build.txt"), "hello\n");
        locate(log);
        WebResponse response = download(log);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().get("Content-Disposition")).startsWith("attachment");
        assertThat(response.headers().get("Content-Type")).startsWith("text/plain");
        assertThat(text(response)).isEqualTo("hello\n");
    }

    @Test
    void refusesLogThatRunDidNotName() throws IOException {
        Path log = Files.writeString(allowed.resolve("other.txt"), "secret\n");
        assertThat(download(log).status()).isEqualTo(404);
    }

    @Test
    void refusesLogOutsideAllowedDirectories() throws IOException {
        Path log = Files.writeString(folder.resolve("outside.txt"), "secret\n");
        locate(log);
        assertThat(download(log).status()).isEqualTo(404);
        assertThat(text(ask("GET", "/api/log", "path=" + log, token(), ""))).doesNotContain("secret");
    }

    @Test
    void refusesPathsThatLeaveAllowedDirectory() throws IOException {
        Path log = Files.writeString(folder.resolve("outside.txt"), "secret\n");
        Path tricky = allowed.resolve("../outside.txt");
        locate(tricky);
        assertThat(download(tricky).status()).isEqualTo(404);
        assertThat(download(log).status()).isEqualTo(404);
    }

    @Test
    void followsNoLinks() throws IOException {
        Files.writeString(folder.resolve("outside.txt"), "secret\n");
        Path link = Files.createSymbolicLink(allowed.resolve("link.txt"), folder.resolve("outside.txt"));
        locate(link);
        assertThat(download(link).status()).isEqualTo(404);
        Path inLinkedFolder =
                Files.createSymbolicLink(allowed.resolve("folder"), folder).resolve("outside.txt");
        locate(inLinkedFolder);
        assertThat(download(inLinkedFolder).status()).isEqualTo(404);
    }

    @Test
    void readsRegularFilesOnly() throws IOException, InterruptedException {
        Path pipe = allowed.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        locate(pipe);
        assertThat(download(pipe).status()).isEqualTo(404);
        locate(Files.createDirectory(allowed.resolve("directory")));
        assertThat(download(allowed.resolve("directory")).status()).isEqualTo(404);
    }

    @Test
    void handsOutLargeLogInParts() throws IOException {
        Path log = allowed.resolve("large.txt");
        try (var out = Files.newBufferedWriter(log)) {
            for (int i = 1; i <= 500_000; i++) {
                out.write("[" + i + "/500000] Building CXX object lib/Target/file" + i + ".cpp.o\n");
            }
        }
        assertThat(Files.size(log)).isGreaterThan(28_000_000);
        locate(log);
        String last = text(ask("GET", "/api/log", "pkg=main%7Czlib@1.3", token(), ""));
        assertThat(last).hasSizeLessThan(300_000).contains("file500000.cpp.o\\n\"");
        assertThat(text(ask("GET", "/api/log", "path=" + log + "&from=0", token(), "")))
                .contains("\"[1/500000]");
        assertThat(text(ask("GET", "/api/log", "path=" + log + "&q=FILE499999.cpp", token(), "")))
                .contains("\"line\":499999");
        assertThat(text(ask("GET", "/api/log", "path=" + log + "&q=Building", token(), "")))
                .hasSizeLessThan(300_000)
                .contains("\"more\":true");
    }

    @Test
    void limitsViewers() throws Exception {
        WebPage small = WebPage.builder().token("secret").mostViewers(2).build();
        List<Thread> viewers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            WebResponse stream = small.handler().handle(events());
            Thread viewer = new Thread(() -> text(stream));
            viewer.start();
            viewers.add(viewer);
        }
        long end = System.nanoTime() + 5_000_000_000L;
        while (small.handler().handle(events()).status() != 503 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(small.handler().handle(events()).status()).isEqualTo(503);
        small.close();
        for (Thread viewer : viewers) {
            viewer.join(5_000);
            assertThat(viewer.isAlive()).isFalse();
        }
    }

    private static WebRequest events() {
        return new WebRequest(
                "GET",
                "/api/events",
                "",
                Map.of("Host", List.of("localhost"), "X-Progress-Token", List.of("secret")),
                new ByteArrayInputStream(new byte[0]));
    }

    @Test
    void refusesBodiesThatAreNoDecision() {
        Map<String, String> json = token("Content-Type", "application/json");
        assertThat(ask("POST", "/api/decisions", "", token("Content-Type", "text/plain"), "{}")
                        .status())
                .isEqualTo(415);
        assertThat(ask("POST", "/api/decisions", "", json, "x".repeat(5_000)).status())
                .isEqualTo(413);
        for (String body : List.of("", "[]", "{", "{\"advice\":1}", "{\"advice\":\"a\"}", "\u0000")) {
            assertThat(ask("POST", "/api/decisions", "", json, body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(ask("POST", "/api/decisions", "", json, "{\"advice\":\"a\",\"decision\":\"stop\"}")
                        .status())
                .isEqualTo(409);
        assertThat(ask("DELETE", "/api/decisions", "", json, "").status()).isEqualTo(405);
    }

    @Test
    void sendsHostileTextAsJsonOnly() throws Exception {
        progress.record(new LogFact.Output(1, ZLIB, "</script><script>alert(1)</script>\u0000\u2028"));
        progress.tick();
        String line = text(ask("GET", "/api/log", "pkg=main%7Czlib@1.3", token(), ""));
        assertThat(line).contains("<script>alert(1)").doesNotContain("\u0000");
        assertThat(ask("GET", "/api/log", "", token(), "").headers().get("Content-Type"))
                .startsWith("application/json");
    }
}
