package dev.pctl.progress.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private static BuildRecord record(int i) {
        return BuildRecord.builder("package-" + i, START.plusSeconds(i), Duration.ofMillis(1500))
                .version("1." + i)
                .hash("abc" + i)
                .method(i % 2 == 0 ? Method.SOURCE : Method.BINARY_CACHE)
                .outcome(i % 3 == 0 ? Outcome.FAILED : Outcome.SUCCEEDED)
                .session("s")
                .title("ütf → \"quoted\"")
                .machine("c6i.4xlarge")
                .cores(16)
                .cause(i % 3 == 0 ? "disk-full" : null)
                .phases(Map.of("build", 1.25))
                .build();
    }

    private static List<BuildRecord> records(int from, int to) {
        List<BuildRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(record(i));
        }
        return records;
    }

    @Test
    void keepsWhatWasAppended() {
        Path file = folder.resolve("deep/er/history.jsonl");
        JsonlHistory.at(file).append(records(0, 3));
        JsonlHistory.at(file).append(records(3, 5));

        JsonlHistory history = JsonlHistory.at(file);

        assertThat(history.all()).isEqualTo(records(0, 5));
        assertThat(history.warnings()).isEmpty();
    }

    @Test
    void seesWhatOthersAppend() {
        Path file = folder.resolve("history.jsonl");
        JsonlHistory first = JsonlHistory.at(file);
        JsonlHistory second = JsonlHistory.at(file);
        first.append(record(1));
        assertThat(second.all()).hasSize(1);
        first.append(record(2));

        assertThat(second.all()).isEqualTo(records(1, 3));
    }

    @Test
    void skipsDamagedLinesWithAWarningAndKeepsThem() throws IOException {
        Path file = folder.resolve("history.jsonl");
        JsonlHistory.at(file).append(records(0, 2));
        Files.writeString(file, Files.readString(file) + "{\"name\":\"zl\n");
        JsonlHistory.at(file).append(record(2));

        JsonlHistory history = JsonlHistory.at(file);

        assertThat(history.all()).isEqualTo(records(0, 3));
        assertThat(history.warnings()).hasSize(1);
        assertThat(history.warnings().get(0)).contains(file + ":4: damaged record skipped");
        history.compact(START.plus(Duration.ofDays(1000)));
        assertThat(Files.readString(file)).contains("{\"name\":\"zl\n");
    }

    @Test
    void refusesANewerMajorVersion() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, "{\"schema\":\"pctl-progress-history\",\"version\":\"2.0\"}\n");

        assertThatThrownBy(() -> JsonlHistory.at(file).all()).hasMessageContaining("newer version");
        assertThatThrownBy(() -> JsonlHistory.at(file).append(record(1))).hasMessageContaining("newer version");
        assertThat(Files.readString(file).lines()).hasSize(1);
    }

    @Test
    void isWholeWhereverAWriterDied() throws IOException {
        Path file = folder.resolve("history.jsonl");
        JsonlHistory.at(file).append(records(0, 2));
        int safe = (int) Files.size(file);
        JsonlHistory.at(file).append(record(2));
        byte[] whole = Files.readAllBytes(file);

        for (int cut = safe; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            JsonlHistory after = JsonlHistory.at(file);
            after.append(record(3));

            assertThat(JsonlHistory.at(file).all()).contains(record(0), record(1), record(3));
        }
    }

    @Test
    void losesNothingWhileWritersAreKilled() throws Exception {
        Path file = folder.resolve("history.jsonl");
        Random random = new Random(3);
        List<Process> steady = List.of(writer(file, 100_000, 60), writer(file, 200_000, 60));
        int kills = Integer.getInteger("crash.kills", 12);
        for (int i = 0; i < kills; i++) {
            Process victim = writer(file, 300_000 + i * 1000, 1000);
            InputStream said = victim.getInputStream();
            int lines = 1 + random.nextInt(20);
            while (lines > 0 && said.read() >= 0) {
                lines--;
            }
            victim.destroyForcibly().waitFor();
        }
        for (Process p : steady) {
            assertThat(p.waitFor()).isZero();
        }

        List<BuildRecord> all = JsonlHistory.at(file).all();
        for (int base : new int[] {100_000, 200_000}) {
            assertThat(all).containsAll(records(base, base + 60));
        }
        for (int i = 0; i < kills; i++) {
            assertThat(all).contains(record(300_000 + i * 1000));
        }
    }

    /** Another process that appends records one by one and prints a dot after each. */
    private static Process writer(Path file, int from, int count) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString(),
                        Integer.toString(from),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static final class Writer {
        public static void main(String[] args) throws IOException {
            JsonlHistory history = JsonlHistory.at(Path.of(args[0]));
            int from = Integer.parseInt(args[1]);
            for (int i = from; i < from + Integer.parseInt(args[2]); i++) {
                history.append(record(i));
                System.out.write(".".getBytes(StandardCharsets.US_ASCII));
                System.out.flush();
            }
        }
    }

    @Test
    void compactionKeepsTheNewestOfEachPackage() {
        Path file = folder.resolve("history.jsonl");
        JsonlHistory history = JsonlHistory.at(file);
        List<BuildRecord> same = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            same.add(BuildRecord.builder("zlib", START.plus(Duration.ofDays(i)), Duration.ofSeconds(1))
                    .build());
        }
        history.append(same);

        int dropped = history.compact(START.plus(Duration.ofDays(105)));

        assertThat(dropped).isEqualTo(15);
        assertThat(JsonlHistory.at(file).all()).isEqualTo(same.subList(15, 20));
    }

    @Test
    void clearingForgetsEverything() {
        JsonlHistory history = JsonlHistory.at(folder.resolve("history.jsonl"));
        history.append(record(1));
        history.clear();

        assertThat(history.all()).isEmpty();
    }
}
