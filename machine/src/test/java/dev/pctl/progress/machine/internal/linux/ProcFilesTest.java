package dev.pctl.progress.machine.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {

    /** On a machine with many connections, /proc/net/tcp is larger than all other files together. */
    @Test
    void readsFilesOfAnySize(@TempDir Path proc) throws IOException {
        String line =
                "   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 19427\n";
        String large = line.repeat(5_000);
        Files.writeString(Files.createDirectories(proc.resolve("net")).resolve("tcp"), large);
        try (ProcFiles files = new ProcFiles(proc.toFile())) {
            assertThat(files.text("net/tcp")).isEqualTo(large);
            assertThat(files.text("net/missing")).isEmpty();
        }
    }
}
