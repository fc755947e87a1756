package dev.pctl.progress.ansi.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LinePrintStreamTest {

    private final StringBuilder written = new StringBuilder();
    private boolean closed;

    private final LinePrintStream stream = new LinePrintStream(new LinePrintStream.Display() {
        @Override
        public void printAbove(String line) {
            written.append('<').append(line).append('>');
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void writeThrough(String text) {
            written.append(text);
        }
    });

    @Test
    void passesWholeLinesToTheDisplay() {
        PrintStream out = stream.printer();
        out.print("a");
        out.print("b\nc\nd");
        assertThat(written).hasToString("<ab><c>");
        out.close();
        assertThat(written).hasToString("<ab><c><d>");
    }

    @Test
    void writesThroughAtOnceAfterTheDisplayWasClosed() {
        PrintStream out = stream.printer();
        out.print("half ");
        closed = true;
        stream.release();
        out.print("a ");
        out.println("line");
        assertThat(written).hasToString("half a line" + System.lineSeparator());
    }

    @Test
    void joinsCharactersWhoseBytesComeOneByOne() {
        closed = true;
        for (byte b : "é€😀".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            stream.printer().write(b);
        }
        assertThat(written).hasToString("é€😀");
    }
}
