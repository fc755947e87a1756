package dev.pctl.progress.ansi.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemTerminalTest {

    @Test
    void isNoneForAStreamOtherThanTheStandardOnes() {
        PrintStream file = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(SystemTerminal.of(file, Map.of("TERM", "xterm"))).isNull();
    }

    @Test
    void isNoneForADumbOrUnknownType() {
        assertThat(SystemTerminal.isDumb("dumb")).isTrue();
        assertThat(SystemTerminal.isDumb(null)).isEqualTo(File.separatorChar == '/');
        assertThat(SystemTerminal.isDumb("xterm-256color")).isFalse();
    }

    @Test
    void keepsTheInterruptFlagOfTheThread() throws Exception {
        Thread.currentThread().interrupt();
        SystemTerminal terminal = SystemTerminal.of(System.out, Map.of("TERM", "xterm"));
        assertThat(Thread.interrupted()).isTrue();
        if (terminal != null) {
            terminal.terminal().close();
        }
    }
}
