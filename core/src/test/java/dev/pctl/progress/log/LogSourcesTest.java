package dev.pctl.progress.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.spi.LogSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSourcesTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    @TempDir
    Path folder;

    private static String text(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    private static String all(LogSource source) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[7];
        for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
            all.write(buffer, 0, n);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Reads until so much has come. */
    private static String read(LogSource source, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[100];
        while (text.length() < length) {
            text.append(text(buffer, source.read(buffer)));
        }
        return text.toString();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void readsBothStreamsOfAProcessAndItsStatus() throws Exception {
        try (ProcessLogSource log =
                LogSources.ofProcess(new ProcessBuilder("sh", "-c", "echo out; echo err >&2; exit 3"))) {
            assertThat(all(log)).isEqualTo("out\nerr\n");
            assertThat(log.waitFor()).isEqualTo(3);
        }
    }

    @Test
    void closingEndsAProcessWithWhatItStarted() throws Exception {
        ProcessLogSource log = LogSources.ofProcess(new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; wait"));
        long child = Long.parseLong(read(log, 2).strip());

        log.close();

        assertThat(log.waitFor()).isNotZero();
        ProcessHandle.of(child).ifPresent(p -> p.onExit().join());
    }

    @Test
    void aCommandThatDoesNotExistIsAnError() {
        assertThatThrownBy(() -> LogSources.ofProcess(new ProcessBuilder("/no/such/command")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/command");
    }

    @Test
    void followsAFileThatIsCreatedLateAndGrows() throws Exception {
        Path file = folder.resolve("late.log");
        TailingLogSource log = LogSources.ofGrowingFile(file, OFTEN);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                return read(log, 4);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        append(file, "one\n");
        assertThat(first.get()).isEqualTo("one\n");

        append(file, "two\n");
        assertThat(read(log, 4)).isEqualTo("two\n");
        append(file, "three\n");
        log.finish();
        assertThat(all(log)).isEqualTo("three\n");
        log.close();
    }

    @Test
    void readsTheRestOfAFileThatIsReplacedAndThenTheNewOne() throws Exception {
        Path file = folder.resolve("rotated.log");
        append(file, "one\n");
        try (TailingLogSource log = LogSources.ofGrowingFile(file, OFTEN)) {
            assertThat(read(log, 4)).isEqualTo("one\n");
            append(file, "two\n");
            Files.move(file, folder.resolve("rotated.log.1"));
            append(file, "three\n");

            assertThat(read(log, 10)).isEqualTo("two\nthree\n");
        }
    }

    @Test
    void beginsAnewWhenAFileIsTruncated() throws Exception {
        Path file = folder.resolve("truncated.log");
        append(file, "a long first line\n");
        try (TailingLogSource log = LogSources.ofGrowingFile(file, OFTEN)) {
            read(log, 18);
            Files.writeString(file, "short\n");

            assertThat(read(log, 6)).isEqualTo("short\n");
        }
    }

    @Test
    void goesOnFromASavedPosition() throws Exception {
        Path file = folder.resolve("saved.log");
        append(file, "one\n");
        String position;
        try (TailingLogSource log = LogSources.ofGrowingFile(file, OFTEN)) {
            read(log, 4);
            position = log.position();
        }
        append(file, "two\n");

        try (TailingLogSource log = LogSources.ofGrowingFile(file, OFTEN, position)) {
            assertThat(read(log, 4)).isEqualTo("two\n");
        }
        Files.move(file, folder.resolve("saved.log.1"));
        append(file, "other\n");
        try (TailingLogSource log = LogSources.ofGrowingFile(file, OFTEN, position)) {
            assertThat(read(log, 6)).isEqualTo("other\n");
        }
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        TailingLogSource log = LogSources.ofGrowingFile(folder.resolve("never.log"), Duration.ofDays(1));
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
            try {
                return log.read(new byte[10]);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        log.close();

        assertThat(read.get()).isEqualTo(-1);
    }
}
