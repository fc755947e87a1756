package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the page on several machines as they stand there, in a shell, with a spack that plays a record. */
@Timeout(120)
class SeveralMachinesTest {

    private static final String COMMENT = "run by SeveralMachinesTest";
    private static final Path PAGE = Path.of("..", "docs", "several-machines.md");
    private static final List<Path> NATS = List.of(Path.of("/usr/sbin/nats-server"), Path.of("/usr/bin/nats-server"));

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private List<String> blocks;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        blocks = DocPage.read(PAGE).blocks().stream()
                .filter(b -> b.comment().equals(COMMENT))
                .map(DocPage.Block::text)
                .toList();
        assertThat(blocks).hasSize(6);
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        HostProcess.script(folder.resolve("bin/spack"), """
                echo '==> Installing zlib-1.2.13-23njwcmmq3rzan6pdlhy4o32izhlht3c'
                echo "==> zlib: Executing phase: 'build'"
                echo '==> zlib: Successfully installed zlib-1.2.13-23njwcmmq3rzan6pdlhy4o32izhlht3c'
                echo '[+] /opt/spack/opt/zlib-1.2.13-23njwcmmq3rzan6pdlhy4o32izhlht3c'
                """);
    }

    @AfterEach
    void end() {
        started.forEach(p -> {
            p.descendants().forEach(ProcessHandle::destroyForcibly);
            p.destroyForcibly();
        });
    }

    private Process start(String block, String name) throws IOException {
        String harness = HarnessJvm.command().stream().map(w -> "'" + w + "'").collect(Collectors.joining(" "));
        String script = block.replace("java -jar examples/target/harness.jar", harness)
                .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                .replace("127.0.0.1:4222", "127.0.0.1:" + port);
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile());
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String output(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    private void awaitOutput(Process process, String name, String text) throws Exception {
        while (!output(name).contains(text)) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)
                            && !output(name).contains(text))
                    .as("ended before \"%s\": %s", text, output(name))
                    .isFalse();
        }
    }

    @Test
    void oneProcessWatchesSeveralConsoles() throws Exception {
        for (String image : List.of("one", "two")) {
            Files.writeString(
                    folder.resolve(image + ".yaml"),
                    "name: %s%nsoftware:%n  spack_packages:%n    - json-c@0.16%n    - yaml-cpp@0.7.0%n"
                            .formatted(image));
        }
        Process build = start(blocks.get(0).replace("ami build", "ami build --speed 8"), "build");
        awaitOutput(build, "build", "two started");
        awaitOutput(build, "build", "one started");
        Process watch = start(blocks.get(1), "watch");
        assertThat(build.waitFor()).as(output("build")).isZero();
        assertThat(watch.waitFor()).as(output("watch")).isZero();
        assertThat(output("build")).contains("one: succeeded", "two: succeeded", "2 runs: 2 succeeded");
        assertThat(output("watch")).contains("one: succeeded", "two: succeeded");
    }

    @Test
    void watchingEndsWithTheProcessThatWatchesTheBuild() throws Exception {
        Files.writeString(
                folder.resolve("one.yaml"),
                "name: one%nsoftware:%n  spack_packages:%n    - hdf5@1.10.8~mpi%n".formatted());
        Process build = start("exec " + blocks.get(0).replace("-t two.yaml", "--speed 1"), "build");
        awaitOutput(build, "build", "Launching");
        Process watch = start(blocks.get(1), "watch");
        awaitOutput(watch, "watch", "one started");
        build.destroyForcibly().waitFor();
        assertThat(watch.waitFor()).as(output("watch")).isZero();
        assertThat(output("watch")).contains("1 run: 1 active");
    }

    @Test
    void workersPostToAWatcher() throws Exception {
        Process watcher = start(blocks.get(2), "watcher");
        awaitOutput(watcher, "watcher", "listening on 127.0.0.1:" + port);
        Process worker = start(blocks.get(3), "worker");
        assertThat(worker.waitFor()).as(output("worker")).isZero();
        assertThat(watcher.waitFor()).as(output("watcher")).isZero();
        assertThat(output("watcher")).contains("spack install zlib: succeeded", "1 run: 1 succeeded");
        assertThat(folder.resolve("pctl-progress.events")).doesNotExist();
    }

    @Test
    void natsBetweenBoth() throws Exception {
        Path program = NATS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(program != null, "nats-server is not installed: on Debian, apt-get install nats-server");
        Process server = start("exec %s -js -a 127.0.0.1 -p %d -sd store".formatted(program, port), "server");
        awaitOutput(server, "server", "Server is ready");
        Process watcher = start(blocks.get(4), "watcher");
        Process worker = start(blocks.get(5), "worker");
        assertThat(worker.waitFor()).as(output("worker")).isZero();
        assertThat(watcher.waitFor()).as(output("watcher")).isZero();
        assertThat(output("watcher")).contains("spack install zlib: succeeded");
    }
}
