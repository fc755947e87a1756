package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.examples.harness.ImportCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Imports a real build from Spack's own records, from its recording, and from its log. */
class ImportCommandTest {

    private static final Path RECORDING = Path.of("src/test/resources/recordings/0.21-history-1");

    @TempDir
    Path folder;

    private List<BuildRecord> imported(Path source) {
        Path history = folder.resolve("history.jsonl");
        for (int i = 0; i < 2; i++) {
            assertThat(new CommandLine(new ImportCommand()).execute("--history", history.toString(), source.toString()))
                    .isZero();
        }
        return JsonlBuildHistory.open(history).all();
    }

    /** An installation as it was when the build had ended: each noted time in its prefix. */
    private Path installation() throws IOException {
        Path root = folder.resolve("opt");
        try (Stream<Path> times = Files.list(RECORDING.resolve("times"))) {
            for (Path file : times.toList()) {
                String prefix = file.getFileName().toString().replace(".json", "");
                Path spack = Files.createDirectories(root.resolve("linux/gcc/" + prefix + "/.spack"));
                Files.copy(file, spack.resolve("install_times.json"));
            }
        }
        return root;
    }

    @Test
    void readsAnInstallation() throws IOException {
        assertThat(imported(installation()))
                .extracting(r -> r.name() + ' ' + r.version() + ' ' + Math.round(r.seconds()))
                .containsExactlyInAnyOrder("libsigsegv 2.14 13", "lz4 1.9.4 41", "zlib 1.2.13 15");
    }

    @Test
    void readsARecordingWithTheRunItself() {
        assertThat(imported(RECORDING))
                .extracting(r -> r.unit() + " " + r.name())
                .containsExactlyInAnyOrder("PACKAGE libsigsegv", "PACKAGE lz4", "PACKAGE zlib", "RUN 0.21-history-1");
    }

    @Test
    void readsTheStatedTimesOfALog() throws IOException {
        Path log = folder.resolve("install.log");
        Files.copy(Path.of("../spack-parser/src/test/resources/recordings/0.21-history-1/stdout.log"), log);

        assertThat(imported(log))
                .extracting(r -> r.name() + ' ' + Math.round(r.seconds()))
                .containsExactlyInAnyOrder("libsigsegv 13", "lz4 41", "zlib 15");
    }

    @Test
    void copiesAHistoryToADatabaseAndBack() {
        List<BuildRecord> before = imported(RECORDING);
        String database = "jdbc:sqlite:" + folder.resolve("shared.db");
        String back = folder.resolve("back.jsonl").toString();
        for (int i = 0; i < 2; i++) {
            run("--history", database, folder.resolve("history.jsonl").toString());
            run("--history", back, database);
        }
        assertThat(JsonlBuildHistory.open(Path.of(back)).all()).isEqualTo(before);
    }

    @Test
    void namesDatabasesThatItCannotUse() {
        assertThat(new CommandLine(new ImportCommand()).execute("--history", "jdbc:oracle:thin:x", "a.log"))
                .isNotZero();
    }

    private static void run(String... arguments) {
        assertThat(new CommandLine(new ImportCommand()).execute(arguments)).isZero();
    }
}
