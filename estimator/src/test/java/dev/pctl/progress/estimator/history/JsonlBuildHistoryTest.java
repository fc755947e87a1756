package dev.pctl.progress.estimator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlBuildHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Each file is read whole after each kill, so it should not become too long. */
    private static final int KILLS_OF_A_FILE = 20;

    /** What a file system of memory gives at once. */
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private static BuildRecord record(int i) {
        return BuildRecord.builder("package-" + i, START.plusSeconds(i), Duration.ofMillis(1500))
                .version("1." + i)
                .hash("abc" + i)
                .method(i % 2 == 0 ? InstallMethod.SOURCE : InstallMethod.BINARY_CACHE)
                .outcome(i % 3 == 0 ? Outcome.FAILED : Outcome.SUCCEEDED)
                .session("s")
                .title("ütf → \"quoted\"")
                .machine("c6i.4xlarge")
                .cores(16)
                .cause(i % 3 == 0 ? "disk-full" : null)
                .phases(Map.of("build", 1.25))
                .steps(i % 4 == 0 ? Map.of() : Map.of("build", 100L + i))
                .marks(i % 4 == 0 ? Map.of() : marks(i))
                .build();
    }

    private static Map<String, Double> marks(int i) {
        Map<String, Double> marks = new LinkedHashMap<>();
        marks.put("configure", 0.1);
        marks.put("build", 2.5);
        for (int part = 20; part <= 100; part += 20) {
            marks.put("build " + part + '%', part + i % 100 / 10.0);
        }
        return marks;
    }

    private static List<BuildRecord> records(int from, int to) {
        List<BuildRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(record(i));
        }
        return records;
    }

    @Test
    void saysBeforehandThatNothingCanBeAdded() throws IOException {
        assertThat(JsonlBuildHistory.open(folder.resolve("deep/er/history.jsonl"))
                        .problem())
                .isNull();
        Path file = Files.createFile(folder.resolve("history.jsonl"));
        assertThat(JsonlBuildHistory.open(file).problem()).isNull();
        assertThat(JsonlBuildHistory.open(folder).problem())
                .isEqualTo("This build will not be added to the history: " + folder + " cannot be written");
        assertThat(JsonlBuildHistory.open(file.resolve("below-a-file.jsonl")).problem())
                .isNotNull();
    }

    @Test
    void keepsWhatWasAppended() {
        Path file = folder.resolve("deep/er/history.jsonl");
        JsonlBuildHistory.open(file).append(records(0, 3));
        JsonlBuildHistory.open(file).append(records(3, 5));

        JsonlBuildHistory history = JsonlBuildHistory.open(file);

        assertThat(history.all()).isEqualTo(records(0, 5));
        assertThat(history.warnings()).isEmpty();
    }

    @Test
    void seesWhatOthersAppend() {
        Path file = folder.resolve("history.jsonl");
        JsonlBuildHistory first = JsonlBuildHistory.open(file);
        JsonlBuildHistory second = JsonlBuildHistory.open(file);
        first.append(record(1));
        assertThat(second.all()).hasSize(1);
        first.append(record(2));

        assertThat(second.all()).isEqualTo(records(1, 3));
    }

    @Test
    void skipsDamagedLinesWithAWarningAndKeepsThem() throws IOException {
        Path file = folder.resolve("history.jsonl");
        JsonlBuildHistory.open(file).append(records(0, 2));
        Files.writeString(file, Files.readString(file) + "{\"name\":\"zl\n");
        JsonlBuildHistory.open(file).append(record(2));

        JsonlBuildHistory history = JsonlBuildHistory.open(file);

        assertThat(history.all()).isEqualTo(records(0, 3));
        assertThat(history.warnings()).hasSize(1);
        assertThat(history.warnings().get(0)).contains(file + ":4: damaged record skipped");
        history.compact(START.plus(Duration.ofDays(1000)));
        assertThat(Files.readString(file)).contains("{\"name\":\"zl\n");
    }

    /** Each differs in one place from a line that is read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"method\":\"magic\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-02-30T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":-1,\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1e999,\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":\"x\",\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\",\"cores\":99999999999}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\",\"memory\":99999999999999999999}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\",\"phases\":{\"build\":\"x\"}}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\",\"phases\":{\"build\":",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\",\"phases\":{\"build\":-1}}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\",\"phases\":{\"build\":1e400}}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"+999999999-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\"}",
                "{\"name\":\"\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\"}",
                "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\"} x"
            })
    void aLineThatIsNoRecordIsDamaged(String line) throws IOException {
        Path file = folder.resolve("history.jsonl");
        JsonlBuildHistory.open(file).append(record(1));
        Files.writeString(file, Files.readString(file) + line + '\n');

        JsonlBuildHistory history = JsonlBuildHistory.open(file);

        assertThat(history.all()).containsExactly(record(1));
        assertThat(history.warnings()).hasSize(1);
    }

    @Test
    void whatIsNotKnownOrNotUnderstoodIsNoDamage() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(
                file,
                HistorySchema.HEADER + "\n"
                        + "{\"unknown\":{\"deep\":[{}]},\"name\":\"zlib\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\","
                        + "\"seconds\":\"1.5\",\"version\":null,\"list\":[1,[2]],\"steps\":{\"build\":7,\"other\":[]},\"outcome\":\"succeeded\"}\n");

        JsonlBuildHistory history = JsonlBuildHistory.open(file);

        assertThat(history.all())
                .containsExactly(BuildRecord.builder("zlib", START, Duration.ofMillis(1500))
                        .steps(Map.of("build", 7L))
                        .build());
        assertThat(history.warnings()).isEmpty();
    }

    @Test
    void refusesANewerMajorVersion() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, "{\"schema\":\"pctl-progress-history\",\"version\":\"2.0\"}\n");

        assertThatThrownBy(() -> JsonlBuildHistory.open(file).all()).hasMessageContaining("newer version");
        assertThatThrownBy(() -> JsonlBuildHistory.open(file).append(record(1))).hasMessageContaining("newer version");
        assertThat(Files.readString(file).lines()).hasSize(1);
    }

    @Test
    void isWholeWhereverAWriterDied() throws IOException {
        Path file = folder.resolve("history.jsonl");
        JsonlBuildHistory.open(file).append(records(0, 2));
        int safe = (int) Files.size(file);
        JsonlBuildHistory.open(file).append(record(2));
        byte[] whole = Files.readAllBytes(file);

        for (int cut = safe; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            JsonlBuildHistory after = JsonlBuildHistory.open(file);
            after.append(record(3));

            assertThat(JsonlBuildHistory.open(file).all()).contains(record(0), record(1), record(3));
        }
    }

    /** A handful of kills here; a thousand with {@code -Dcrash.kills=1000}. */
    @Test
    void losesNothingWhileWritersAreKilled() throws Exception {
        Random random = new Random(3);
        int kills = Integer.getInteger("crash.kills", 8);
        for (int done = 0; done < kills; done += KILLS_OF_A_FILE) {
            killWriters(folder.resolve("history-" + done), Math.min(KILLS_OF_A_FILE, kills - done), random);
        }
    }

    /**
     * Kills writers of a file while two others write without a pause. All that any of them had written must be there,
     * and none may wait for the lock until its limit.
     */
    private static void killWriters(Path file, int kills, Random random) throws Exception {
        List<Process> steady = List.of(writer(file, 1_000_000), writer(file, 2_000_000));
        List<InputStream> acknowledged = new ArrayList<>();
        Map<Integer, Integer> complete = new HashMap<>();
        for (Process p : steady) {
            acknowledged.add(p.getInputStream());
        }
        for (int i = 0; i < kills; i++) {
            Process victim = writer(file, 3_000_000 + i * 1000);
            int said = read(victim.getInputStream(), 1 + random.nextInt(20));
            spin(random.nextInt(400_000));
            kill(victim);
            complete.put(3_000_000 + i * 1000, said + read(victim.getInputStream(), Integer.MAX_VALUE));
            JsonlBuildHistory.open(file).all();
        }
        for (int i = 0; i < steady.size(); i++) {
            kill(steady.get(i));
            complete.put((i + 1) * 1_000_000, read(acknowledged.get(i), Integer.MAX_VALUE));
        }

        Set<BuildRecord> all = new HashSet<>(JsonlBuildHistory.open(file).all());
        complete.forEach((base, count) -> {
            assertThat(count).isPositive();
            assertThat(all.containsAll(records(base, base + count)))
                    .as("all %d that %d wrote", count, base)
                    .isTrue();
        });
    }

    /** Kills it as {@code kill -9} does, which leaves what it said to be read. */
    private static void kill(Process victim) throws InterruptedException {
        victim.toHandle().destroyForcibly();
        victim.waitFor();
    }

    /** Reads a number of bytes, or to the end, and returns how many there were. */
    private static int read(InputStream in, int most) throws IOException {
        int count = 0;
        while (count < most && in.read() >= 0) {
            count++;
        }
        return count;
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Another process that appends records one by one and prints a dot after each. */
    private static Process writer(Path file, int from) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString(),
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static final class Writer {
        public static void main(String[] args) throws IOException {
            JsonlBuildHistory history = JsonlBuildHistory.open(Path.of(args[0]));
            int from = Integer.parseInt(args[1]);
            for (int i = from; ; i++) {
                history.append(record(i));
                System.out.write(".".getBytes(StandardCharsets.US_ASCII));
                System.out.flush();
            }
        }
    }

    /** What is tried on a real file system of 64 kilobytes. */
    @FunctionalInterface
    private interface Trial {
        void on(Path small) throws Exception;
    }

    private void onASmallDisk(Trial trial) throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(mount.waitFor() == 0, "mounting a small file system needs the right to do so");
        try {
            trial.on(small);
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    @Test
    void survivesAFullDisk() throws Exception {
        onASmallDisk(small -> {
            Path file = small.resolve("history.jsonl");
            JsonlBuildHistory history = JsonlBuildHistory.open(file);
            List<BuildRecord> kept = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            history.append(record(i % 7));
                            kept.add(record(i % 7));
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("history.jsonl");
            assertThat(kept).hasSizeGreaterThan(50);
            assertThatThrownBy(() -> history.compact(START.plus(Duration.ofDays(2000)), Duration.ZERO))
                    .isInstanceOf(UncheckedIOException.class);

            JsonlBuildHistory again = JsonlBuildHistory.open(file);
            assertThat(again.all()).isEqualTo(kept);
            assertThat(again.warnings()).isEmpty();
            history.clear();
            history.append(record(7));
            assertThat(JsonlBuildHistory.open(file).all()).containsExactly(record(7));
        });
    }

    /** The file ends so many bytes before the end of its last page, and there is no other page. */
    @Test
    void isAsItWasAtWhateverByteOfARecordTheDiskIsFull() throws Exception {
        onASmallDisk(small -> {
            Path file = small.resolve("history.jsonl");
            Path ballast = small.resolve("ballast");
            int line = BuildRecordCodec.write(record(2)).getBytes(StandardCharsets.UTF_8).length + 1;
            for (int room = 0; room < line; room++) {
                Files.deleteIfExists(file);
                byte[] before = fileOfSize(2 * PAGE - room);
                Files.write(file, before);
                if (Files.notExists(ballast)) {
                    fill(ballast);
                }
                JsonlBuildHistory history = JsonlBuildHistory.open(file);
                assertThatThrownBy(() -> history.append(record(2))).isInstanceOf(UncheckedIOException.class);
                assertThat(Files.readAllBytes(file))
                        .as("with room for %d bytes", room)
                        .isEqualTo(before);
                assertThat(history.all()).hasSize(1);
            }
            Files.delete(ballast);
            JsonlBuildHistory.open(file).append(record(2));
            assertThat(JsonlBuildHistory.open(file).all()).hasSize(2).contains(record(2));
        });
    }

    private static byte[] fileOfSize(int size) {
        String start = HistorySchema.HEADER + "\n{\"title\":\"";
        String end = "\","
                + BuildRecordCodec.write(BuildRecord.builder("zlib", START, 1).build())
                        .substring(1) + "\n";
        return (start + "x".repeat(size - start.length() - end.length()) + end).getBytes(StandardCharsets.UTF_8);
    }

    /** Takes what room there is. */
    private static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(new byte[PAGE]);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void findsThePackagesOfAName() {
        JsonlBuildHistory history = JsonlBuildHistory.open(folder.resolve("history.jsonl"));
        history.append(records(0, 3));

        assertThat(history.of("package-1")).containsExactly(record(1));
        JsonlBuildHistory.open(folder.resolve("history.jsonl")).append(record(1));
        assertThat(history.of("package-1")).hasSize(2);
    }

    @Test
    void tidiesOnlyWhenATenthOfTheRecordsIsTooOld() {
        Path file = folder.resolve("history.jsonl");
        JsonlBuildHistory history = JsonlBuildHistory.open(file);
        for (int day = 0; day < 100; day++) {
            history.append(BuildRecord.builder("zlib", START.plus(Duration.ofDays(day)), Duration.ofSeconds(1))
                    .build());
        }
        history.tidy(START.plus(Duration.ofDays(98)));
        assertThat(history.all()).hasSize(100);
        history.tidy(START.plus(Duration.ofDays(120)));
        assertThat(JsonlBuildHistory.open(file).all()).hasSize(70);
    }

    @Test
    void compactionKeepsTheNewestOfEachPackage() {
        Path file = folder.resolve("history.jsonl");
        JsonlBuildHistory history = JsonlBuildHistory.open(file);
        List<BuildRecord> same = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            same.add(BuildRecord.builder("zlib", START.plus(Duration.ofDays(i)), Duration.ofSeconds(1))
                    .build());
        }
        history.append(same);

        int dropped = history.compact(START.plus(Duration.ofDays(105)));

        assertThat(dropped).isEqualTo(15);
        assertThat(JsonlBuildHistory.open(file).all()).isEqualTo(same.subList(15, 20));
    }

    private Path brokenFile(String lines) throws IOException {
        Path file = folder.resolve("history.jsonl");
        JsonlBuildHistory.open(file).append(record(1));
        Files.writeString(file, Files.readString(file) + lines);
        return file;
    }

    @Test
    void skipsALineOverOneMebibyteAndReadsWhatFollows() throws IOException {
        Path file =
                brokenFile("{\"name\":\"" + "x".repeat(3 << 20) + "\"}\n" + BuildRecordCodec.write(record(2)) + '\n');
        JsonlBuildHistory history = JsonlBuildHistory.open(file);

        assertThat(history.all()).containsExactly(record(1), record(2));
        assertThat(history.warnings()).singleElement().asString().endsWith(":3: damaged record skipped: too long");
    }

    /** A crash leaves zeros on some file systems; here are more of them than memory. */
    @Test
    void readsAndAppendsBehindMoreZerosThanFitIntoMemory() throws IOException {
        Path file = brokenFile("");
        long size = 2 * Runtime.getRuntime().maxMemory();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assumeTrue(size < 16L << 30, "reading that many zeros takes too long");
            out.write(ByteBuffer.wrap(new byte[1]), size);
        }
        JsonlBuildHistory history = JsonlBuildHistory.open(file);
        assertThat(history.all()).containsExactly(record(1));
        history.append(record(2));

        assertThat(history.all()).containsExactly(record(1), record(2));
        assertThat(history.warnings()).hasSize(1);
    }

    @Test
    void reportsTwentyDamagedLinesAndCountsTheOthers() throws IOException {
        Path file = brokenFile("garbage\n".repeat(1000));
        JsonlBuildHistory history = JsonlBuildHistory.open(file);

        assertThat(history.all()).containsExactly(record(1));
        assertThat(history.warnings()).hasSize(21).last().asString().endsWith(": 980 more damaged records skipped");
        history.compact(START.plus(Duration.ofDays(1)));
        history.append(BuildRecord.builder("nonsense", START, 4e12).build());
        history.compact(START.plus(Duration.ofDays(1)));
        assertThat(Files.readString(file)).containsPattern("(garbage\n){20}").doesNotContainPattern("(garbage\n){21}");
    }

    @Test
    void compactionDropsRecordsThatCannotBeTrue() {
        JsonlBuildHistory history = JsonlBuildHistory.open(folder.resolve("history.jsonl"));
        history.append(record(1));
        history.append(BuildRecord.builder("bar", START, 3.6e12).build());
        history.append(BuildRecord.builder("bar", Instant.parse("5000-01-01T00:00:00Z"), 10)
                .build());

        assertThat(history.compact(START.plus(Duration.ofHours(1)))).isEqualTo(2);
        assertThat(history.all()).containsExactly(record(1));
    }

    @Test
    void compactionKeepsPermissions() throws IOException {
        Path file = withOldRecords("history.jsonl");
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "needs POSIX permissions");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(JsonlBuildHistory.open(file).compact(START.plus(Duration.ofDays(200))))
                .isPositive();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void compactionThroughASymbolicLinkKeepsTheLink() throws IOException {
        Path file = withOldRecords("real.jsonl");
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), file);
        JsonlBuildHistory.open(link).compact(START.plus(Duration.ofDays(200)));
        JsonlBuildHistory.open(link).append(record(9));

        assertThat(link).isSymbolicLink();
        assertThat(JsonlBuildHistory.open(file).all()).hasSize(6).contains(record(9));
        assertThat(folder.resolve("link.jsonl.lock")).doesNotExist();
    }

    @Test
    void compactionDoesNotWriteThroughALinkInPlaceOfItsTemporaryFile() throws IOException {
        Path file = withOldRecords("history.jsonl");
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(folder.resolve("history.jsonl.new"), victim);
        assertThat(JsonlBuildHistory.open(file).compact(START.plus(Duration.ofDays(200))))
                .isPositive();

        assertThat(victim).hasContent("precious");
        assertThat(file).isRegularFile();
    }

    private Path withOldRecords(String name) {
        Path file = folder.resolve(name);
        List<BuildRecord> same = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            same.add(BuildRecord.builder("zlib", START.plus(Duration.ofDays(i)), 1)
                    .build());
        }
        JsonlBuildHistory.open(file).append(same);
        return file;
    }

    @Test
    @Timeout(20)
    void refusesFifosAndDirectories() throws Exception {
        Path fifo = folder.resolve("fifo");
        assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "needs mkfifo");
        Path besideFifo = folder.resolve("history.jsonl");
        Files.move(fifo, folder.resolve("history.jsonl.lock"));
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();

        for (Path file : List.of(fifo, folder)) {
            assertThatThrownBy(() -> JsonlBuildHistory.open(file).all()).hasMessageContaining("not a regular file");
        }
        for (Path file : List.of(fifo, folder, besideFifo)) {
            assertThatThrownBy(() -> JsonlBuildHistory.open(file).append(record(1)))
                    .hasMessageContaining("not a regular file");
        }
    }

    @Test
    void refusesAFileOfSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "my notes\n");

        assertThatThrownBy(() -> JsonlBuildHistory.open(file).append(record(1)))
                .hasMessageContaining("not a build history");
        assertThat(file).hasContent("my notes\n");
    }

    @Test
    void clearingForgetsEverything() {
        JsonlBuildHistory history = JsonlBuildHistory.open(folder.resolve("history.jsonl"));
        history.append(record(1));
        history.clear();

        assertThat(history.all()).isEmpty();
    }
}
