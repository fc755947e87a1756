package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.examples.replay.Recording;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch} as its users run it, with a fake Spack that prints recordings. */
@Timeout(180)
class WatchTest {

    @TempDir
    private Path folder;

    /** A spack that installs what is recorded, then does what the script says. */
    private Map<String, String> spack(String then) throws IOException {
        Path log = folder.resolve("recorded.log");
        StringBuilder text = new StringBuilder();
        Recording.ofResource("0.23-pctl").chunks().forEach(c -> text.append(c.text()));
        Files.writeString(log, text.substring(text.indexOf("==> Installing"), text.indexOf("PCTL_PKG_END")));
        HostProcess.script(folder.resolve("bin/spack"), "cat '" + log + "'\n" + then + "\n");
        return Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    }

    @Test
    void commandGetsTerminalOfSameSizeAndStatusIsReturned() throws Exception {
        Map<String, String> environment = spack("test -t 0 && test -t 1 && stty size > size\nsleep 1\nexit 7");
        try (PtySession session = PtySession.harness(environment, folder, "watch", "--", "spack", "install", "zlib")) {
            assertThat(session.waitFor()).isEqualTo(7);
            assertThat(session.everything())
                    .contains("zlib@1.2.13")
                    .contains("spack install zlib failed")
                    .contains("exit status 7");
            assertThat(session.cursorVisible()).isTrue();
        }
        assertThat(folder.resolve("size")).hasContent("30 100");
    }

    @Test
    void forwardsWindowSizeAndCtrlC() throws Exception {
        Map<String, String> environment = spack("trap 'stty size > size' WINCH\n"
                + "trap 'echo \"==> Error: Keyboard interrupt.\"; exit 130' INT\n"
                + "touch ready\nwhile :; do sleep 0.1; done");
        try (PtySession session = PtySession.harness(environment, folder, "watch", "--", "spack", "install", "zlib")) {
            session.await("the command", s -> Files.exists(folder.resolve("ready")));
            session.awaitText("zlib@1.2.13");
            session.resize(72, 20);
            session.await("the new size", s -> read("size").equals("20 72\n"));
            session.type("\u0003");
            assertThat(session.waitFor()).isEqualTo(130);
            assertThat(session.everything()).contains("cancelled");
            assertThat(session.cursorVisible()).isTrue();
        }
    }

    @Test
    void forwardsTermination() throws Exception {
        Map<String, String> environment =
                spack("trap 'touch asked; exit 5' TERM\ntouch ready\nwhile :; do sleep 0.1; done");
        try (PtySession session = PtySession.harness(environment, folder, "watch", "--", "spack", "install", "zlib")) {
            session.await("the command", s -> Files.exists(folder.resolve("ready")));
            session.awaitText("zlib@1.2.13");
            assertThat(ProcessHandle.of(session.pid()).orElseThrow().destroy()).isTrue();
            assertThat(session.waitFor()).isEqualTo(5);
            assertThat(session.cursorVisible()).isTrue();
        }
        assertThat(folder.resolve("asked")).exists();
    }

    @Test
    void watchesPipe() throws Exception {
        String harness = String.join("' '", HarnessJvm.command("watch", "--title", "zlib", "-"));
        try (PtySession session = PtySession.start(
                90, 24, spack("exit 0"), folder, List.of("sh", "-c", "spack install zlib 2>&1 | '" + harness + "'"))) {
            assertThat(session.waitFor()).isZero();
            assertThat(session.everything()).contains("zlib@1.2.13").contains("zlib succeeded");
            assertThat(session.cursorVisible()).isTrue();
        }
    }

    @Test
    void reportsPipeThatEndsDuringPackageAsCut() throws Exception {
        spack("exit 0");
        String harness = String.join("' '", HarnessJvm.command("watch", "--title", "zlib", "-"));
        List<String> command = List.of("sh", "-c", "sed \"/phase: 'build'/q\" recorded.log | '" + harness + "'");
        try (PtySession session = PtySession.start(90, 24, Map.of(), folder, command)) {
            assertThat(session.waitFor()).isZero();
            assertThat(session.everything())
                    .contains("the log ends in the middle of the build")
                    .contains("zlib unfinished");
        }
    }

    @Test
    void printsLinesWithoutTerminal() throws Exception {
        HostProcess watch = HostProcess.run(folder, spack("exit 3"), "watch", "--", "spack", "install", "zlib");
        assertThat(watch.status()).isEqualTo(3);
        assertThat(watch.out()).contains("zlib@1.2.13").doesNotContain("\u001b");
        HostProcess none = HostProcess.run(folder, Map.of(), "watch", "--", "no-such-command");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).isEqualTo("watch: no such command: no-such-command\n");
    }

    @Test
    void explainsCommandKilledDuringPackage() throws Exception {
        Map<String, String> environment = spack("kill -9 $$");
        Path log = folder.resolve("recorded.log");
        String text = Files.readString(log);
        String phase = "==> zlib: Executing phase: 'build'\n";
        Files.writeString(log, text.substring(0, text.indexOf(phase) + phase.length()));
        HostProcess watch = HostProcess.run(folder, environment, "watch", "--", "spack", "install", "zlib");
        assertThat(watch.status()).isEqualTo(137);
        assertThat(watch.out())
                .contains("zlib@1.2.13 failed in the build phase (killed)")
                .contains("Why: Killed (SIGKILL)")
                .contains("during zlib@1.2.13 (build); the log does not say why")
                .contains("spack install zlib failed after");
    }

    @Test
    void servesPageAndSavesReport() throws Exception {
        Map<String, String> environment = spack("while [ ! -f go ]; do sleep 0.1; done");
        String[] arguments = {"watch", "--web", "--report", "run.html", "--", "spack", "install", "zlib"};
        try (HostProcess.Running watch = HostProcess.start(folder, environment, arguments)) {
            Pattern line = Pattern.compile("Progress: (http://127\\.0\\.0\\.1:\\d+/)#token=\\S+");
            watch.await("the address", () -> line.matcher(watch.err()).find());
            Matcher address = line.matcher(watch.err());
            assertThat(address.find()).isTrue();
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.group(1))).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.body()).startsWith("<!doctype html>");
            Files.createFile(folder.resolve("go"));
            assertThat(watch.result().status()).isZero();
        }
        assertThat(Files.readString(folder.resolve("run.html")))
                .startsWith("<!doctype html>")
                .contains("spack install zlib");
    }

    @Test
    void showsHowMuchSpackHasWritten() throws Exception {
        Map<String, String> environment = new HashMap<>(spack("while [ ! -f go ]; do sleep 0.1; done"));
        Path installed = Files.createDirectories(folder.resolve("spack/opt/spack"));
        Files.write(installed.resolve("libz.a"), new byte[3000]);
        environment.put("SPACK_ROOT", folder.resolve("spack").toString());
        String[] arguments = {"watch", "--json", "--stage", "stage", "--", "spack", "install", "zlib"};
        try (HostProcess.Running watch = HostProcess.start(folder, environment, arguments)) {
            watch.await("sizes", () -> sizes(watch.out()).size() >= 2);
            Files.createFile(folder.resolve("go"));
            HostProcess ended = watch.result();
            assertThat(ended.status()).isZero();
            assertThat(sizes(ended.out()))
                    .anyMatch(l -> l.contains(installed.toString()) && l.contains("3000"))
                    .anyMatch(l -> l.contains("\"stage\""));
        }
    }

    private static List<String> sizes(String stream) {
        return stream.lines().filter(l -> l.contains("sample-tree-size")).toList();
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }
}
