package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code diagnose} prints on a terminal and into a pipe, and its exit status. */
class DiagnoseTest {

    @TempDir
    private Path folder;

    private Path failed;
    private Path succeeded;

    @BeforeEach
    void writeLogs() throws IOException {
        failed = folder.resolve("failed.log");
        Files.writeString(failed, "==> Error: Package 'zlibb' not found.\n");
        succeeded = folder.resolve("succeeded.log");
        Files.writeString(succeeded, "==> All of the packages are already installed\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void terminalGetsTheBlockOfTheFailure() throws Exception {
        try (PtySession session = PtySession.start(
                100, 30, Map.of("NO_COLOR", "1"), folder, HarnessJvm.command("diagnose", failed.toString()))) {
            assertThat(session.waitFor()).isZero();
            session.awaitText("Retry: ");
            assertThat(session.screen())
                    .containsSubsequence(
                            "✗ Error: the run failed (concretization)",
                            "  Why: There is no package zlibb",
                            "    ==> Error: Package 'zlibb' not found.",
                            "  Retry: no, it would fail the same way");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void terminalGetsJsonOnRequest() throws Exception {
        try (PtySession session = PtySession.start(
                100, 30, Map.of(), folder, HarnessJvm.command("diagnose", "--json", succeeded.toString()))) {
            assertThat(session.waitFor()).isZero();
            session.awaitText("\"cause\" : null");
        }
    }

    @Test
    void pipeGetsJson() throws Exception {
        Process process = start(failed.toString());

        assertThat(output(process)).startsWith("{").contains("\"cause\" : \"concretization\"");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void exitStatusShowsFailureOnRequest() throws Exception {
        Process found = start(failed.toString(), "--exit-code");
        Process none = start(succeeded.toString(), "--exit-code");
        output(found);
        output(none);

        assertThat(found.waitFor()).isEqualTo(1);
        assertThat(none.waitFor()).isZero();
    }

    private static Process start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("diagnose"));
        all.addAll(List.of(arguments));
        return new ProcessBuilder(HarnessJvm.command(all.toArray(String[]::new)))
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
