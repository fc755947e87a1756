package dev.pctl.progress.ansi.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalSessionTest {

    /** A terminal whose owner closes it: it answers as the terminal library does, before and after it notices. */
    private static final class Closing extends DumbTerminal {

        private final boolean noticed;
        private boolean gone;

        Closing(boolean noticed) throws IOException {
            super(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream());
            this.noticed = noticed;
        }

        @Override
        public void setAttributes(Attributes attributes) {
            if (gone && noticed) {
                throw new IllegalStateException("Terminal has been closed");
            } else if (gone) {
                throw new IOError(new IOException("Bad file descriptor"));
            }
            super.setAttributes(attributes);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ignoresATerminalThatIsClosedWhileTheProgramExits(boolean noticed) throws IOException {
        Closing terminal = new Closing(noticed);
        List<String> calls = new ArrayList<>();
        try (TerminalSession session = new TerminalSession(terminal, listener(calls))) {
            terminal.gone = true;
            session.exiting();
        }
        assertThat(calls).containsExactly("exiting");
    }

    private static TerminalSession.Listener listener(List<String> calls) {
        return new TerminalSession.Listener() {
            @Override
            public void resized() {
                calls.add("resized");
            }

            @Override
            public void suspending() {
                calls.add("suspending");
            }

            @Override
            public void resumed() {
                calls.add("resumed");
            }

            @Override
            public void exiting() {
                calls.add("exiting");
            }
        };
    }
}
