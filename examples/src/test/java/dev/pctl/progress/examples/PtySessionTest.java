package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifies the pseudo-terminal that other tests use. */
@Timeout(120)
class PtySessionTest {

    @TempDir
    private Path folder;

    private PtySession shell(String script) throws Exception {
        return PtySession.start(20, 5, Map.of("NAME", "zlib"), folder, List.of("sh", "-c", script));
    }

    @Test
    void programHasTerminalAndScreenShowsItsOutput() throws Exception {
        try (PtySession session = shell("test -t 1 && stty size; echo $NAME; printf 'one\\rtwo 📦\\n'; exit 7")) {
            assertThat(session.waitFor()).isEqualTo(7);
            assertThat(session.screen()).containsExactly("5 20", "zlib", "two 📦");
        }
    }

    @Test
    void keepsScrolledLines() throws Exception {
        try (PtySession session = shell("for i in 1 2 3 4 5 6 7; do echo line $i; done")) {
            assertThat(session.waitFor()).isZero();
            assertThat(session.screen()).containsExactly("line 4", "line 5", "line 6", "line 7");
            assertThat(session.everything().lines())
                    .contains("line 1", "line 7")
                    .hasSize(7);
        }
    }

    @Test
    void passesKeysSignalsAndSizes() throws Exception {
        String script = "trap 'echo resized; stty size' WINCH; trap 'echo interrupted; exit 130' INT;"
                + " read line; echo got $line; printf '\\033[?25l'; while :; do sleep 0.05; done";
        try (PtySession session = shell(script)) {
            session.type("hello\r");
            session.awaitText("got hello");
            session.await("a hidden cursor", s -> !s.cursorVisible());
            session.resize(30, 6);
            session.awaitText("6 30");
            session.type("\u0003");
            assertThat(session.waitFor()).isEqualTo(130);
            assertThat(session.everything()).contains("interrupted");
        }
    }
}
