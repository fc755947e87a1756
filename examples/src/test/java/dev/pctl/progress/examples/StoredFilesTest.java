package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spack.SpackParsers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Verifies what docs/security.md states about files: their readers and their contents. */
@Timeout(60)
class StoredFilesTest {

    private static final Path RECORDED = Path.of("../spack-parser/src/test/resources/recordings");

    @TempDir
    private Path folder;

    @Test
    void historyContainsNoLogLineAndNoUser() throws Exception {
        String log = Files.readString(RECORDED.resolve("0.23-compile-error/stdout.log"))
                .replace("error:", "error: OPEN-SESAME")
                .replace("==> Fetching", "token=OPEN-SESAME\n==> Fetching");
        Path file = folder.resolve("history.jsonl");
        try (Progress progress = Progress.builder("image")
                .parser(SpackParsers.standard())
                .forecaster(HistoryForecaster.of(JsonlBuildHistory.open(file)))
                .driven()
                .start()) {
            progress.follow(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
            progress.finish(Outcome.FAILED, "exit status 1");
            assertThat(progress.view().failures().get(0).message()).contains("OPEN-SESAME");
        }
        assertThat(Files.readString(file))
                .contains("\"brokencompile\"", "\"compile\"")
                .doesNotContain("OPEN-SESAME")
                .doesNotContain("\"" + System.getProperty("user.name"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesHavePermissionsOfUmask() throws Exception {
        Path log = RECORDED.resolve("0.21-history-1/stdout.log").toAbsolutePath();
        String harness = String.join("' '", HarnessJvm.command("import", "--history", "new.jsonl", log.toString()));
        Process shell = new ProcessBuilder("sh", "-c", "umask 077; exec '" + harness + "'")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        shell.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        assertThat(shell.waitFor()).isZero();
        Set<PosixFilePermission> ours = PosixFilePermissions.fromString("rw-------");
        try (Stream<Path> made = Files.list(folder)) {
            List<Path> history = made.filter(f -> f.getFileName().toString().startsWith("new.jsonl"))
                    .toList();
            assertThat(history)
                    .hasSize(2)
                    .allSatisfy(
                            f -> assertThat(Files.getPosixFilePermissions(f)).isEqualTo(ours));
        }
    }
}
