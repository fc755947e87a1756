package dev.pctl.progress.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrustedFileTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path root;

    private static String poll(TailingLogSource source) throws IOException {
        byte[] buffer = new byte[100];
        return new String(buffer, 0, source.poll(buffer), StandardCharsets.UTF_8);
    }

    @Test
    void readsGrowingAndReplacedRegularFiles() throws IOException {
        Path file = Files.createDirectories(root.resolve("a/b")).resolve("log");
        try (TailingLogSource source = LogSources.ofUntrustedFile(root, file, SECOND)) {
            assertThat(poll(source)).isEmpty();
            Files.writeString(file, "one");
            assertThat(poll(source)).isEqualTo("one");
            Files.writeString(file.resolveSibling("new"), "two");
            Files.move(file.resolveSibling("new"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThat(poll(source)).isEqualTo("two");
        }
    }

    @Test
    void followsNoLinkBelowTheRoot() throws IOException {
        Path secret = Files.createDirectories(root.resolve("secret")).resolve("log");
        Files.writeString(secret, "SECRET");
        Path top = Files.createDirectories(root.resolve("top"));
        Files.createSymbolicLink(top.resolve("linked"), secret.getParent());
        Files.createSymbolicLink(top.resolve("log"), secret);

        for (String name : new String[] {"log", "linked/log"}) {
            try (TailingLogSource source = LogSources.ofUntrustedFile(top, top.resolve(name), SECOND)) {
                assertThatThrownBy(() -> poll(source)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void followsALinkToTheRoot() throws IOException {
        Path real = Files.createDirectories(root.resolve("real"));
        Files.writeString(real.resolve("log"), "one");
        Path link = Files.createSymbolicLink(root.resolve("link"), real);
        try (TailingLogSource source = LogSources.ofUntrustedFile(link, link.resolve("log"), SECOND)) {
            assertThat(poll(source)).isEqualTo("one");
        }
    }

    @Test
    void opensNoFifo() throws Exception {
        Path fifo = root.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (TailingLogSource source = LogSources.ofUntrustedFile(root, fifo, SECOND)) {
            assertThatThrownBy(() -> poll(source)).hasMessageContaining("not a regular file");
        }
    }

    @Test
    void refusesFilesOutsideTheRoot() {
        for (String name : new String[] {"../log", "a/../../log", ""}) {
            assertThatThrownBy(() -> LogSources.ofUntrustedFile(root, root.resolve(name), SECOND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("below root");
        }
    }
}
