package dev.pctl.progress.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pctl.progress.spi.LogSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies a log source: a test class of the host's extends this and says how to make one.
 *
 * <pre>{@code
 * class ConsoleSourceTest extends LogSourceContract {
 *     @Override
 *     protected LogSource source(byte[] log) {
 *         return consoleSource(consoleThatShows(log));
 *     }
 * }
 * }</pre>
 */
@Timeout(60)
public abstract class LogSourceContract {

    /** For subclasses. */
    protected LogSourceContract() {}

    /** A new source that gives these bytes and then ends. */
    protected abstract LogSource source(byte[] log) throws IOException;

    @Test
    void itGivesAllBytesInOrderIntoBuffersOfAnySize() throws IOException {
        byte[] log = bytes(10_000);
        for (int size : new int[] {1, 7, 4096, 1 << 16}) {
            assertArrayEquals(log, read(log, size), "read with a buffer of " + size);
        }
    }

    @Test
    void itGivesALargeLog() throws IOException {
        byte[] log = bytes(3_000_000);
        assertArrayEquals(log, read(log, 1 << 16));
    }

    @Test
    void anEmptyLogIsAtItsEnd() throws IOException {
        assertEquals(0, read(new byte[0], 100).length);
    }

    @Test
    void theEndStaysTheEnd() throws IOException {
        try (LogSource source = source(bytes(10))) {
            byte[] buffer = new byte[100];
            while (source.read(buffer) >= 0) {
                // to the end
            }
            assertEquals(-1, source.read(buffer));
        }
    }

    @Test
    void itCanBeClosedBeforeItsEndAndAgain() throws IOException {
        LogSource source = source(bytes(100_000));
        source.read(new byte[10]);
        source.close();
        source.close();
    }

    private byte[] read(byte[] log, int size) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (LogSource source = source(log)) {
            byte[] buffer = new byte[size];
            for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
                assertTrue(n >= 1 && n <= size, "read says that it put " + n + " bytes into a buffer of " + size);
                read.write(buffer, 0, n);
                Arrays.fill(buffer, (byte) 0);
            }
        }
        return read.toByteArray();
    }

    /** Lines of any bytes, the same for the same length. */
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(length);
        random.nextBytes(bytes);
        for (int i = 79; i < length; i += 80) {
            bytes[i] = '\n';
        }
        return bytes;
    }
}
