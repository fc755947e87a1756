package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the moving display on a real pseudo-terminal, and checks what its user sees and what it leaves behind. */
@Timeout(180)
class DisplayOnTerminalTest {

    private static final Map<String, String> CUTTING =
            Map.of("XTERM_VERSION", "like xterm, the emulator cuts lines that get too long");

    @TempDir
    private Path folder;

    /** Creates a build that runs until it is stopped: one package is done, one is being compiled. */
    private Path endlessBuild() throws IOException {
        Path script = folder.resolve("build.sh");
        Files.writeString(script, """
                echo "==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c [1/2]"
                echo "==> zlib: Executing phase: 'install'"
                echo "==> zlib: Successfully installed zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c"
                echo "  Install: 1.25s.  Total: 2.50s"
                echo "==> Installing hdf5-1.14-33njwcmmq3rzan6pdlhy4o32izhlht3c [2/2]"
                echo "==> hdf5: Executing phase: 'cmake'"
                echo "==> hdf5: Executing phase: 'build'"
                while :; do sleep 0.1; done
                """);
        return script;
    }

    private PtySession watching() throws Exception {
        PtySession session = PtySession.start(
                80,
                16,
                Map.of(),
                folder,
                HarnessJvm.command(
                        "watch", "--title", "image", "--", "sh", endlessBuild().toString()));
        session.awaitText("Phase: build");
        return session;
    }

    @Test
    void replaysARecordingWhileTheWindowIsResized() throws Exception {
        try (PtySession session = PtySession.harness(
                CUTTING, folder, "replay", "0.23-pctl", "--speed", "100", "--detail", "1", "--title", "image")) {
            session.awaitText("json-c@0.16");
            session.resize(60, 12);
            session.awaitText("✓ [3/5] yaml-cpp@0.7.0");
            session.await("a footer in the smaller window", s -> footers(s.screen()) == 1 && fits(s.screen(), 60));
            for (int[] size : new int[][] {{20, 4}, {8, 2}, {200, 50}, {120, 40}}) {
                session.resize(size[0], size[1]);
                session.await(
                        "a display of " + size[0] + " columns",
                        s -> s.transcript().endsWith("\u001b[?2026l"));
            }
            session.await("one footer", s -> footers(s.screen()) == 1);
            assertThat(session.waitFor()).isZero();
            assertThat(session.screen().toString()).contains("✓ image succeeded after 8m");
            assertThat(footers(session.screen())).isZero();
            assertThat(session.everything().lines().filter(l -> l.startsWith("✓ [")))
                    .map(l -> l.substring(0, 7))
                    .containsExactly("✓ [1/5]", "✓ [2/5]", "✓ [3/5]", "✓ [4/5]", "✓ [5/5]");
            assertLeftClean(session);
        }
    }

    private static long footers(List<String> screen) {
        return screen.stream().filter(l -> l.contains("📦 Installing")).count();
    }

    private static boolean fits(List<String> screen, int width) {
        return screen.stream().allMatch(l -> l.codePointCount(0, l.length()) <= width);
    }

    @Test
    void takesKeysIsDrawnBelowAfterSuspensionAndLeavesASummaryAfterCtrlC() throws Exception {
        try (PtySession session = watching()) {
            session.type("2");
            session.await("phases", s -> s.screen().toString().contains("build") && has(s, "← current"));
            assertThat(session.screen()).anyMatch(l -> l.contains("install") && l.contains("(pending)"));
            session.type("0");
            session.await("no phases", s -> has(s, "[2/2] hdf5@1.14") && !has(s, "← current"));
            session.type("v");
            session.await("phases again", s -> has(s, "← current"));
            session.type("0");
            session.await("a footer that fits twice", s -> !has(s, "← current"));

            send("-TSTP", session);
            session.await("a free line", s -> s.cursor()[0] == 0 && s.cursorVisible());
            awaitState(session, "T");
            long before = footers(session.screen());
            send("-CONT", session);
            session.await("another footer", s -> footers(s.screen()) == before + 1);

            session.type("\u0003");
            assertThat(session.waitFor()).isEqualTo(130);
            assertThat(session.screen()).anyMatch(l -> l.matches(". image (cancelled|failed) after.*"));
            assertThat(footers(session.screen())).as("only that of before").isLessThanOrEqualTo(before);
            assertLeftClean(session);
        }
    }

    private static boolean has(PtySession session, String text) {
        return session.screen().stream().anyMatch(l -> l.contains(text));
    }

    @Test
    void leavesAUsableTerminalAfterTermination() throws Exception {
        try (PtySession session = watching()) {
            send("-TERM", session);
            session.waitFor();
            assertThat(session.screen()).anyMatch(l -> l.matches(". image (cancelled|failed) after.*"));
            assertLeftClean(session);
        }
    }

    private PtySession talking(String... arguments) throws Exception {
        return talkingIn("exec \"$@\"", Map.of(), arguments);
    }

    /** Starts the host by a command of the shell. */
    private PtySession talkingIn(String shell, Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> all = new HashMap<>(CUTTING);
        all.putAll(environment);
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell, "sh"));
        command.addAll(HarnessJvm.command("96m", TalkativeHost.class, arguments));
        return PtySession.start(60, 16, all, folder, command);
    }

    @Test
    void writesThroughToTheTerminalAfterItIsClosed() throws Exception {
        try (PtySession session = talking("finish")) {
            assertThat(session.waitFor()).isEqualTo(1);
            assertThat(session.everything())
                    .contains("the host is done\n")
                    .contains("without a line endException in thread \"main\"")
                    .contains("and fails");
        }
    }

    @Test
    void isDrawnOnTheStandardErrorWithoutATerminalAsInputAndOutput() throws Exception {
        try (PtySession session = talkingIn("sleep 60 | \"$@\" > out.txt", Map.of(), "stay", "err")) {
            session.await("a footer", s -> footers(s.screen()) == 1 && has(s, "pkg5@1.0"));
            session.awaitText("entry 3 of the log");
            assertThat(folder.resolve("out.txt"))
                    .content()
                    .contains("line 1 of the host")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void printsPlainLinesOnATerminalOfUnknownType() throws Exception {
        try (PtySession session = talkingIn("unset TERM; exec \"$@\"", Map.of(), "finish")) {
            session.waitFor();
            assertThat(session.transcript()).contains("pkg5@1.0 started").doesNotContain("\u001b");
        }
    }

    @Test
    void printsLinesOfTheHostAboveTheDisplayWithoutATerminalAsInput() throws Exception {
        try (PtySession session = talkingIn("exec \"$@\" < /dev/null", Map.of(), "stay")) {
            session.awaitText("line 30 of the host");
            session.resize(50, 10);
            session.awaitText("line " + TalkativeHost.LINES + " of the host");
            session.awaitText("entry " + TalkativeHost.LINES + " of the log");
            session.await("a whole footer", s -> footers(s.screen()) == 1 && has(s, "pkg5@1.0"));
            List<String> said = session.everything()
                    .lines()
                    .filter(l -> l.contains("of the"))
                    .toList();
            assertThat(said)
                    .as("each once, in their order, torn by nothing")
                    .filteredOn(l -> l.startsWith("line"))
                    .isEqualTo(numbered("line %d of the host"));
            assertThat(said).filteredOn(l -> l.startsWith("entry")).isEqualTo(numbered("entry %d of the log"));
            assertThat(said).hasSize(2 * TalkativeHost.LINES);
            send("-INT", session);
            assertThat(session.waitFor()).isEqualTo(130);
            assertLeftClean(session);
        }
    }

    private static List<String> numbered(String form) {
        return IntStream.rangeClosed(1, TalkativeHost.LINES)
                .mapToObj(form::formatted)
                .toList();
    }

    @Test
    void leavesAUsableTerminalAfterAnUncaughtException() throws Exception {
        try (PtySession session = talking("die")) {
            assertThat(session.waitFor()).isEqualTo(1);
            assertThat(session.everything().lines()).contains("the host has died");
            assertThat(footers(session.screen())).isEqualTo(1);
            assertLeftClean(session);
        }
    }

    @Test
    void printsTheSameWithoutColoursAndUnicode() throws Exception {
        try (PtySession session = PtySession.harness(
                Map.of("LC_ALL", "C", "NO_COLOR", "1"), folder, "replay", "0.23-pctl", "--speed", "max")) {
            assertThat(session.waitFor()).isZero();
            assertThat(session.everything()).contains("ok [5/5] hdf5@1.10.8").doesNotContain("✓");
            assertThat(session.transcript()).doesNotContainPattern("\u001b\\[[0-9;]*m");
            assertThat(session.transcript().chars().filter(c -> c > '~')).isEmpty();
        }
    }

    /** Asserts that the cursor is visible at the start of an empty line, and that the terminal wraps lines again. */
    private static void assertLeftClean(PtySession session) {
        assertThat(session.cursorVisible()).isTrue();
        assertThat(session.cursor()[0]).isZero();
        assertThat(session.transcript().lastIndexOf("\u001b[?7h"))
                .isGreaterThanOrEqualTo(session.transcript().lastIndexOf("\u001b[?7l"));
        assertThat(session.transcript().lastIndexOf("\u001b[?2026l"))
                .isGreaterThanOrEqualTo(session.transcript().lastIndexOf("\u001b[?2026h"));
    }

    private static void send(String signal, PtySession session) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(session.pid())).start().waitFor();
    }

    /** Waits until the system says that the process is stopped. */
    private static void awaitState(PtySession session, String state) throws Exception {
        Path status = Path.of("/proc", Long.toString(session.pid()), "stat");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.exists(status) && System.nanoTime() < deadline) {
            String text = Files.readString(status);
            if (text.substring(text.lastIndexOf(')')).contains(" " + state + " ")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
