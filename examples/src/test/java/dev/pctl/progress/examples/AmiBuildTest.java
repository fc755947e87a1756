package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.examples.replay.Recording;
import dev.pctl.progress.stream.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ami build} as its users run it: the screen and the files. */
@Timeout(180)
class AmiBuildTest {

    private static final String TEMPLATE = """
            name: gromacs
            instance_type: c6a.4xlarge
            software:
              spack_packages:
                - zlib@1.2.13
                - json-c@0.16
                - yaml-cpp@0.7.0
            """;

    @TempDir
    private Path folder;

    /** Ends whatever was launched and still runs. */
    @AfterEach
    void endInstances() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path note : files.filter(f -> f.endsWith("instance/process")).toList()) {
                ProcessHandle.of(Long.parseLong(Files.readString(note))).ifPresent(machine -> {
                    List<ProcessHandle> others = machine.descendants().toList();
                    machine.destroyForcibly(); // first, or it may report that the others ended
                    others.forEach(ProcessHandle::destroyForcibly);
                });
            }
        }
    }

    private String[] build(String speed, String... more) throws IOException {
        Files.writeString(folder.resolve("gromacs.yaml"), TEMPLATE);
        List<String> arguments =
                new ArrayList<>(List.of("ami", "build", "-t", "gromacs.yaml", "--home", "home", "--speed", speed));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Path run(String image) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("home/builds").resolve(image))) {
            return runs.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private List<Event> events(String image) throws IOException {
        List<String> warnings = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        try (InputStream in = Files.newInputStream(run(image).resolve("events.jsonl"));
                EventReader reader = new EventReader(in, warnings::add)) {
            for (Event e = reader.next(); e != null; e = reader.next()) {
                events.add(e);
            }
        }
        assertThat(warnings).isEmpty();
        return events;
    }

    private List<BuildRecord> history() {
        return JsonlBuildHistory.open(folder.resolve("home/build-history.jsonl"))
                .all();
    }

    @Test
    void showsBuildOnTerminalAndKeepsItOnDisk() throws Exception {
        try (PtySession session =
                PtySession.harness(Map.of(), folder, build("100", "--progress", "--name", "my-image"))) {
            assertThat(session.waitFor()).isZero();
            assertThat(session.everything())
                    .contains("Template: gromacs")
                    .contains("Packages: zlib@1.2.13, json-c@0.16, yaml-cpp@0.7.0 (3 total)")
                    .contains("Estimated: ")
                    .contains("[3/3] yaml-cpp@0.7.0")
                    .contains(
                            "Disk before the installation: ", "Disk before the clean-up: ", "Disk after the clean-up: ")
                    .contains("Making the image")
                    .contains("my-image succeeded");
            assertThat(session.cursorVisible()).isTrue();
            assertThat(session.cursor()[0]).isZero();
        }
        assertThat(Files.readString(run("my-image").resolve("image.json")))
                .contains("\"name\" : \"my-image\"")
                .contains("json-c@0.16");
        assertThat(folder.resolve("home/builds/my-image/current")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(folder.resolve("home/builds"))).hasSize(3);
        assertThat(Files.readString(run("my-image").resolve("console.log")).lines())
                .isNotEmpty()
                .allMatch(l -> l.matches("\\[ *\\d+\\.\\d{6}] cloud-init\\[1812]: .*"));
        assertThat(history())
                .filteredOn(r -> r.unit() == BuildRecord.Unit.STAGE)
                .extracting(BuildRecord::name)
                .containsExactly("launch", "bootstrap", "install", "cleanup", "snapshot");
        assertThat(history())
                .filteredOn(r -> r.unit() == BuildRecord.Unit.RUN)
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.name()).isEqualTo("gromacs");
                    assertThat(r.outcome()).isEqualTo(Outcome.SUCCEEDED);
                });

        HostProcess again =
                HostProcess.run(folder, Map.of(), build("100", "--name", "my-image", "--report", "image.html"));
        assertThat(again.status()).isZero();
        assertThat(Files.readString(folder.resolve("image.html"))).contains("my-image");
        assertThat(again.out()).contains("Estimated: ").contains("previous build");
        assertThat(history()).filteredOn(r -> r.unit() == BuildRecord.Unit.RUN).hasSize(2);
    }

    /** A spack that prints what was recorded, and in the middle of json-c waits for a file called go. */
    private Map<String, String> waitingSpack() throws IOException {
        StringBuilder all = new StringBuilder();
        Recording.ofResource("0.23-pctl").chunks().forEach(c -> all.append(c.text()));
        Path logs = Files.createDirectories(folder.resolve("logs"));
        for (String spec : List.of("zlib@1.2.13", "json-c@0.16", "yaml-cpp@0.7.0")) {
            int begin = all.indexOf("PCTL_PROGRESS: Installing " + spec);
            String log = all.substring(all.indexOf("\n", begin) + 1, all.indexOf("PCTL_PKG_END:" + spec));
            String phase = "Executing phase: 'build'\n";
            int middle = log.lastIndexOf(phase) + phase.length();
            Files.writeString(logs.resolve(spec + ".1"), log.substring(0, middle));
            Files.writeString(logs.resolve(spec + ".2"), log.substring(middle));
        }
        HostProcess.script(folder.resolve("bin/spack"), """
                [ "$1" = install ] || exit 0
                cd '%s'
                cat "logs/$2.1"
                case $2 in json-c*) while [ ! -f go ]; do sleep 0.05; done;; esac
                cat "logs/$2.2"
                """.formatted(folder));
        return Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private void goOn() throws IOException {
        Files.createFile(folder.resolve("go"));
    }

    @Test
    void nextCallWatchesInstanceAgainAfterCtrlC() throws Exception {
        Map<String, String> environment = waitingSpack();
        try (PtySession session = PtySession.harness(environment, folder, build("1", "--real", "--progress"))) {
            session.awaitText("Installing json-c@0.16 [2/3]");
            session.type("\u0003");
            assertThat(session.waitFor()).isEqualTo(130);
            assertThat(session.everything()).contains("gromacs cancelled").contains("the instance keeps running");
            assertThat(session.cursorVisible()).isTrue();
            assertThat(session.cursor()[0]).isZero();
        }
        assertThat(folder.resolve("home/builds/gromacs/current")).exists();
        assertThat(history()).isEmpty();

        goOn();
        HostProcess again = HostProcess.run(folder, environment, build("1", "--real", "--progress"));
        assertThat(again.status()).as("%s", again).isZero();
        assertThat(again.out()).startsWith("Continuing the build").contains("gromacs succeeded");
        theBuildIsKnownAsIfItHadBeenWatchedThroughout();
    }

    @Test
    void losesAndDuplicatesNothingAfterWatcherIsKilled() throws Exception {
        Map<String, String> environment = waitingSpack();
        try (HostProcess.Running watcher = HostProcess.start(folder, environment, build("1", "--real", "--json"))) {
            watcher.await("json-c", () -> received().contains("json-c: Executing phase"));
            watcher.kill();
        }
        Files.writeString(run("gromacs").resolve("console.index"), "2026-01-0", StandardOpenOption.APPEND);
        Files.writeString(run("gromacs").resolve("events.jsonl"), "{\"type\":\"pa", StandardOpenOption.APPEND);

        try (HostProcess.Running again = HostProcess.start(folder, environment, build("1", "--real", "--json"))) {
            again.await("json-c", () -> again.out().contains("\"json-c\""));
            goOn();
            assertThat(again.result().status()).isZero();
        }
        theBuildIsKnownAsIfItHadBeenWatchedThroughout();
    }

    /** What the watcher of gromacs has received of the console so far. */
    private String received() throws IOException {
        if (!Files.exists(folder.resolve("home/builds/gromacs/current"))) {
            return "";
        }
        Path log = run("gromacs").resolve("console.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private void theBuildIsKnownAsIfItHadBeenWatchedThroughout() throws IOException {
        Path run = run("gromacs");
        assertThat(run.resolve("console.log")).hasSameBinaryContentAs(run.resolve("instance/console"));
        List<Event> events = events("gromacs");
        assertThat(events.stream().map(Event::id)).doesNotHaveDuplicates();
        assertThat(events.stream().filter(e -> e.fact() instanceof RunFact.Started))
                .hasSize(1);
        List<Event> ends = events.stream()
                .filter(e -> e.fact() instanceof RunFact.Finished)
                .toList();
        assertThat(ends).hasSize(1);
        List<BuildRecord> records = history();
        assertThat(records)
                .filteredOn(r -> r.unit() == BuildRecord.Unit.PACKAGE)
                .extracting(BuildRecord::name)
                .containsExactly("gcc-runtime", "zlib", "json-c", "yaml-cpp");
        assertThat(records)
                .filteredOn(r -> r.unit() == BuildRecord.Unit.RUN)
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.started()).isEqualTo(events.get(0).time());
                    Duration whole = Duration.between(r.started(), ends.get(0).time());
                    assertThat(r.duration()).isCloseTo(whole, Duration.ofMillis(1));
                });
    }

    @Test
    void failedBuildShowsCauseAndRemedies() throws Exception {
        HostProcess build = HostProcess.run(
                folder,
                Map.of(),
                "ami",
                "build",
                "-t",
                "broken.yaml",
                "--home",
                "home",
                "--speed",
                "100",
                "--progress");
        assertThat(build.status()).isEqualTo(1);
        assertThat(build.out())
                .contains("brokencompile@1.0 failed in the build phase")
                .contains("cannot convert")
                .contains("Choose another version of brokencompile in broken.yaml")
                .contains("pctl ami build -t broken.yaml")
                .contains("broken failed after");
        assertThat(history())
                .filteredOn(r -> r.outcome() == Outcome.FAILED && r.unit() == BuildRecord.Unit.PACKAGE)
                .extracting(BuildRecord::name, BuildRecord::cause)
                .containsExactly(tuple("brokencompile", "compile"));
    }

    @Test
    void explainsInstanceThatVanishesDuringPackage() throws Exception {
        try (HostProcess.Running watcher =
                HostProcess.start(folder, waitingSpack(), build("1", "--real", "--progress"))) {
            watcher.await("json-c", () -> received().contains("json-c: Executing phase"));
            endInstances();
            HostProcess ended = watcher.result();
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.out())
                    .contains("Why: The instance is gone during json-c@0.16")
                    .contains("gromacs failed after");
        }
    }

    @Test
    void installsTemplateWithRealSpack() throws Exception {
        Path log = folder.resolve("recorded.log");
        StringBuilder text = new StringBuilder();
        Recording.ofResource("0.23-compile-error").chunks().forEach(c -> text.append(c.text()));
        Files.writeString(log, text);
        HostProcess.script(
                folder.resolve("bin/spack"),
                "[ \"$1\" = install ] || exit 0\n[ \"$3\" = zlib@1.2.13 ] && exit 0\ncat '" + log + "'; exit 1\n");
        Map<String, String> path = Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        HostProcess build = HostProcess.run(folder, path, build("1", "--real", "--verbose"));
        assertThat(build.status()).isEqualTo(1);
        assertThat(build.out())
                .contains("[1/3] zlib@1.2.13")
                .contains("brokencompile@1.0 failed")
                .contains("exit status 1");
    }

    @Test
    void showsPlanLogAndDirectoriesOfVerboseBuild() throws Exception {
        String hash = "23njwcmmq3rzan6pdlhy4o32izhlht3c";
        Path stage = folder.resolve("tmp/ci/spack-stage/spack-stage-zlib-1.2.13-" + hash);
        HostProcess.script(folder.resolve("bin/spack"), """
                case $1 in
                spec) printf '%%s\\n' ' -   23njwcm  zlib@1.2.13 arch=linux-debian12-zen3' \\
                    '[e]  jlxwffm      ^glibc@2.36 arch=linux-debian12-zen3' \\
                    '[+]  u7qsqhz      ^gmake@4.3 arch=linux-debian12-zen3' ;;
                install)
                    [ "$2" = --verbose ] || exit 3
                    [ "$3" = zlib@1.2.13 ] || exit 0
                    cd '%1$s'
                    echo "==> Installing zlib-1.2.13-%2$s [3/3]"
                    echo "==> zlib: Executing phase: 'build'"
                    mkdir -p '%3$s' opt/spack
                    echo "==> zlib: Executing phase: 'build'" > '%3$s/spack-build-out.txt'
                    head -c 3000000 /dev/zero > opt/spack/libz.a
                    while [ ! -f go ]; do sleep 0.05; done ;;
                esac
                """.formatted(folder, hash, stage));
        Map<String, String> environment = Map.of(
                "PATH",
                folder.resolve("bin") + ":" + System.getenv("PATH"),
                "TMPDIR",
                folder.resolve("tmp").toString(),
                "USER",
                "ci",
                "SPACK_ROOT",
                folder.toString());
        try (PtySession session = PtySession.harness(environment, folder, build("1", "--real", "--verbose"))) {
            session.awaitText("spack-build-out.txt");
            session.awaitText("Directories: ");
            assertThat(session.everything())
                    .contains("Plan: 3 total, 2 installed, 1 to build")
                    .contains("├─ glibc@2.36 ✓ external", "└─ gmake@4.3 ✓ already installed")
                    .contains("Log: ", "Build directory: ", "Disk /: ", " free");
            goOn();
            session.waitFor();
        }
    }

    @Test
    void asksOnAlmostFullDiskAndStopsOnNo() throws Exception {
        HostProcess.script(
                folder.resolve("bin/spack"),
                "while :; do echo PCTL_DISK_USAGE:; echo 'USED:44.6G TOTAL:45G PCT:99%'; sleep 0.2; done\n");
        Map<String, String> path = Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        try (PtySession session = PtySession.harness(path, folder, build("1", "--real", "--progress"))) {
            session.awaitText("Continue anyway? [y/N]");
            HostProcess second = HostProcess.run(folder, path, build("1", "--real"));
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).contains("is being watched by another process");
            session.type("n\r");
            assertThat(session.waitFor()).isEqualTo(1);
            assertThat(session.everything()).contains("stopped by its user; the instance is terminated");
            assertThat(session.cursorVisible()).isTrue();
        }
        assertThat(folder.resolve("home/builds/gromacs/current")).doesNotExist();
        long machine = Long.parseLong(Files.readString(run("gromacs").resolve("instance/process")));
        assertThat(ProcessHandle.of(machine).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
    }

    @Test
    void rejectsUnknownPackagesBeforeLaunch() throws Exception {
        Files.writeString(folder.resolve("llvm.yaml"), "software:\n  spack_packages: [llvm]\n");
        HostProcess unknown = HostProcess.run(folder, Map.of(), "ami", "build", "-t", "llvm.yaml", "--home", "home");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err())
                .startsWith("build: no build of llvm is recorded")
                .hasLineCount(1);
        HostProcess missing = HostProcess.run(folder, Map.of(), "ami", "build", "-t", "none.yaml", "--home", "home");
        assertThat(missing.err()).isEqualTo("build: no such template: none.yaml\n");
        assertThat(folder.resolve("home")).doesNotExist();
    }
}
