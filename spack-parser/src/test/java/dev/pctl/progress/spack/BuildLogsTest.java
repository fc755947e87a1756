package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildLogsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PackageRef ZLIB = new PackageRef("zlib", "1.2.13", "23njwcmmq3rzan6pdlhy4o32izhlht3c");

    @TempDir
    private Path folder;

    /** Something that was written: to standard output, or to a build log. */
    private record Written(long millis, String path, String text) {}

    private final List<LogFact.Output> lines = new CopyOnWriteArrayList<>();
    private final List<LogFact.Opened> opened = new CopyOnWriteArrayList<>();
    private final Map<String, String> whole = new TreeMap<>();
    private Instant now = START;
    private RunView end;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    // ---- recorded builds

    @ParameterizedTest
    @ValueSource(strings = {"0.21-env", "1.1-two-at-once", "1.3-plain-history-1", "1.3-plain-link-error"})
    void everyLineOfABuildLogComesOnceWithItsPackagePathAndNumber(String recording) throws IOException {
        replay(recording, false);
        assertThat(lines).isNotEmpty();
        Map<String, Long> last = new TreeMap<>();
        for (LogFact.Output line : lines) {
            String log = line.log();
            assertThat(line.number()).as(log).isGreaterThan(last.getOrDefault(log, 0L));
            last.put(log, line.number());
            assertThat(line.packageRef()).isNotNull();
            assertThat(log).contains('-' + line.packageRef().hash().substring(0, 7));
            String[] text = whole.get(log).split("\n", -1);
            String words = line.lines().get(0).strip().split("\\s", 2)[0];
            assertThat(text[(int) line.number() - 1]).contains(words);
        }
    }

    @Test
    void stepsAreCountedThatAreNotOnStandardOutput() throws IOException {
        replay("0.21-env", false);
        assertThat(steps("libuv", "build")).isNotNull();
        assertThat(steps("libuv", "build").total()).isNotNull();
        assertThat(steps("libuv", "build").fraction()).isEqualTo(1);
        assertThat(steps("fribidi", "build").fraction()).isEqualTo(1);
        assertThat(pkg("fribidi").log()).contains("spack-stage-fribidi").endsWith("-install-out.txt");
    }

    @Test
    void logsThatTheHostAppendsAreUnderstoodTheSameWay() throws IOException {
        replay("0.21-env", true);
        assertThat(steps("libuv", "build").fraction()).isEqualTo(1);
        assertThat(pkg("fribidi").log()).endsWith("-install-out.txt");
    }

    @Test
    void parallelPackagesKeepTheirLinesApart() throws IOException {
        replay("1.1-two-at-once", false);
        assertThat(steps("zlib", "build").done()).isGreaterThan(10);
        assertThat(steps("bzip2", "install").done()).isGreaterThan(5);
    }

    @Test
    void theNewInstallersLogsNameTheirPhases() throws IOException {
        replay("1.3-plain-history-1", false);
        assertThat(steps("libsigsegv", "build").done()).isGreaterThan(5);
        assertThat(pkg("libsigsegv").phases())
                .extracting(PhaseView::name)
                .containsExactly("autoreconf", "configure", "build", "install");
    }

    @Test
    void aBuildLogExplainsWhatTheInstallersWordsDoNot() throws IOException {
        replay("1.3-plain-link-error", false);
        PackageView failed = end.packages().stream()
                .filter(p -> p.outcome() == Outcome.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(end.failures()).extracting(Diagnosis::packageRef).contains(failed.ref());
        assertThat(end.failures().get(0).line()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBuildLogFromElsewhereExplainsItTheSameWay(boolean append) throws IOException {
        replay("1.3-plain-link-error", append);
        assertThat(end.failures()).singleElement().satisfies(d -> {
            assertThat(d.packageRef()).isNotNull();
            assertThat(d.log()).contains("spack-stage-" + d.packageRef().name());
            assertThat(d.line()).isNotNull();
            String log = whole.entrySet().stream()
                    .filter(e -> e.getKey().endsWith(d.log().substring(d.log().lastIndexOf('/'))))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            assertThat(log.split("\n")[d.line() - 1]).contains(d.message());
        });
    }

    // ---- logs that the host gets

    private static final String ELSEWHERE =
            "/scratch/spack-stage-zlib-1.2.13-" + ZLIB.hash() + "/spack-build-02-build-out.txt";

    private static final String FAILING = """
            ==> zlib: Executing phase: 'build'
            cc -c a.c -o a.o
            a.c:3:10: fatal error: nosuch.h: No such file or directory
            compilation terminated.
            make: *** [Makefile:7: a.o] Error 1
            """;

    @Test
    void aFailureIsFoundInPiecesThatTheHostGets() {
        BuildLogs logs = BuildLogs.appended();
        try (Progress progress = run(logs)) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            for (int from = 0; from < FAILING.length(); from += 7) {
                append(logs, from, FAILING.substring(from, Math.min(FAILING.length(), from + 7)));
                progress.tick();
            }
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
            assertExplained(progress);
        }
    }

    @Test
    void aLogThatIsFetchedOnceItsPackageHasFailedExplainsIt() {
        BuildLogs logs = BuildLogs.appended();
        try (Progress progress = run(logs)) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
            append(logs, 0, FAILING);
            progress.tick();
            assertExplained(progress);
            append(logs, FAILING.length(), "without its beginning this is nothing\n");
            progress.tick();
            assertExplained(progress);
        }
        assertThat(lines).extracting(LogFact.Output::number).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void aSecondTryIsExplainedByItsOwnLog() {
        BuildLogs logs = BuildLogs.appended();
        try (Progress progress = run(logs)) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            append(logs, 0, "cc: fatal error: Killed signal terminated program cc1\nmake: *** [a.o] Error 1\n");
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
            progress.record(new PackageFact.Started(ZLIB, 2, null, null));
            append(logs, 0, FAILING.substring(0, 20));
            progress.tick();
            append(logs, 20, FAILING.substring(20));
            progress.record(PackageFact.Finished.builder(ZLIB, Outcome.FAILED)
                    .attempt(2)
                    .build());
            progress.tick();
            assertThat(progress.view().failures())
                    .filteredOn(d -> d.attempt() == 2)
                    .singleElement()
                    .satisfies(d -> assertThat(d.line()).isEqualTo(3));
        }
    }

    private static void append(BuildLogs logs, long position, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        logs.append(ELSEWHERE, position, bytes, 0, bytes.length);
    }

    private static void assertExplained(Progress progress) {
        assertThat(progress.view().failures()).singleElement().satisfies(d -> {
            assertThat(d.cause()).isEqualTo(FailureCause.COMPILE);
            assertThat(d.log()).isEqualTo(ELSEWHERE);
            assertThat(d.line()).isEqualTo(3);
            assertThat(d.phase()).isEqualTo("build");
        });
    }

    // ---- single cases

    @Test
    void readsLogOfEarlierAttemptOnlyOnceItIsRewritten() throws IOException {
        Path log = log("spack-build-01-build-out.txt");
        Files.writeString(log, "old\n");
        Files.setLastModifiedTime(log, FileTime.from(START.minusSeconds(60)));
        try (Progress progress = run(BuildLogs.under(folder))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.tick();
            assertThat(progress.view().log().output()).isEmpty();
            Files.writeString(log, "cc -c a.c -o a.o\ncc -c b.c -o b.o\n");
            progress.tick();
            assertThat(progress.view().packages().get(0).output()).hasSize(2);
            assertThat(progress.view().packages().get(0).phases().get(0).steps().done())
                    .isEqualTo(2);
        }
    }

    @Test
    void aTruncatedLogIsReadFromItsBeginningAgain() throws IOException {
        Path log = log("spack-build-01-build-out.txt");
        try (Progress progress = run(BuildLogs.under(folder))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            Files.writeString(log, "first\nsecond\n");
            progress.tick();
            Files.writeString(log, "other and longer than before\nlast\n");
            progress.tick();
            assertThat(progress.view().packages().get(0).output())
                    .containsExactly("first", "second", "other and longer than before", "last");
        }
        assertThat(opened).hasSize(2);
        assertThat(lines).extracting(LogFact.Output::number).containsExactly(1L, 2L, 1L, 2L);
    }

    @Test
    void aSecondTryOfAPackageHasALogOfItsOwn() throws IOException {
        Path log = log("spack-build-01-build-out.txt");
        try (Progress progress = run(BuildLogs.under(folder))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            Files.writeString(log, "one\n");
            progress.tick();
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
            Files.delete(log);
            progress.record(new PackageFact.Started(ZLIB, 2, null, null));
            Files.writeString(log, "two\n");
            progress.tick();
            assertThat(progress.view().packages().get(0).output()).containsExactly("two");
        }
    }

    @Test
    void whatIsWrittenBetweenTheLastPollAndTheEndIsRead() throws IOException {
        Path log = log("spack-build-01-build-out.txt");
        try (Progress progress = run(BuildLogs.under(folder))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.tick();
            Files.writeString(log, "x.c:1: error: no\nmake: *** [x] Error 1\n");
            progress.finish(Outcome.FAILED);
        }
        assertThat(lines).flatExtracting(LogFact.Output::lines).contains("make: *** [x] Error 1");
    }

    @Test
    void aPhaseThatIsOverBeforeTheNextPollIsReadOnceItsPackageHasEnded() throws IOException {
        try (Progress progress = run(BuildLogs.under(folder))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.tick();
            Files.writeString(log("spack-build-02-build-out.txt"), "[ 50%] Building a.c.o\n[100%] Building b.c.o\n");
            progress.record(PackageFact.succeeded(ZLIB));
            progress.tick();
            PackageView zlib = progress.view().packages().get(0);
            assertThat(zlib.phases()).extracting(PhaseView::name).containsExactly("build");
            assertThat(zlib.phases().get(0).steps().fraction()).isEqualTo(1);
            assertThat(zlib.phases().get(0).outcome()).isEqualTo(Outcome.SUCCEEDED);
            progress.tick();
        }
        assertThat(lines).hasSize(2);
    }

    @Test
    void aHostsOwnRulesAreAskedToo() throws IOException {
        FailureRules rules = SpackRules.standard().with(new StringReader("""
                rule quota-of-our-site
                cause disk-full
                match ^\\w{3}: \\d+$
                say The quota of our site is used up
                """), "ours");
        try (Progress progress = run(BuildLogs.under(folder).with(rules))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            Files.writeString(log("spack-build-01-build-out.txt"), "cc -c a.c\nQXY: 4711\nmake: *** [a.o] Error 1\n");
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
            assertThat(progress.view().failures())
                    .extracting(Diagnosis::kind, Diagnosis::line)
                    .containsExactly(tuple("quota-of-our-site", 2));
        }
    }

    @Test
    void aStageRootThatOnlyTheInstallerNamesIsFollowed() throws IOException {
        Path log = Files.writeString(log("spack-build-01-build-out.txt"), FAILING);
        try (Progress progress = run(BuildLogs.under(folder.resolve("elsewhere")))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.record(new PackageFact.LogLocated(
                    ZLIB, 1, log.resolveSibling("spack-build-out.txt").toString()));
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
            assertThat(progress.view().failures())
                    .singleElement()
                    .extracting(Diagnosis::log, Diagnosis::line)
                    .containsExactly(log.toString(), 3);
        }
    }

    @Test
    void aStageRootThatIsNotThereCostsNothing() {
        try (Progress progress = run(BuildLogs.under(folder.resolve("never/made")))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.tick();
            assertThat(progress.view().log().output()).isEmpty();
        }
    }

    /** Each does to a log that is being followed what an untrusted build script may do. */
    enum Swap {
        LINK {
            @Override
            void swap(Path log, Path secret) throws IOException {
                Files.delete(log);
                Files.createSymbolicLink(log, secret);
            }
        },
        LINKED_DIRECTORY {
            @Override
            void swap(Path log, Path secret) throws IOException {
                Files.move(log.getParent(), log.getParent().resolveSibling("away"));
                Files.copy(secret, secret.resolveSibling(log.getFileName()));
                Files.createSymbolicLink(log.getParent(), secret.getParent());
            }
        },
        FIFO {
            @Override
            void swap(Path log, Path secret) throws Exception {
                Files.delete(log);
                assertThat(new ProcessBuilder("mkfifo", log.toString()).start().waitFor())
                        .isZero();
            }
        },
        DIRECTORY {
            @Override
            void swap(Path log, Path secret) throws IOException {
                Files.delete(log);
                Files.createDirectory(log);
            }
        };

        abstract void swap(Path log, Path secret) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void readsNothingElseThatIsPutInPlaceOfALog(Swap swap) throws Exception {
        Path log = log("spack-build-01-build-out.txt");
        Path secret = Files.createDirectory(folder.resolve("secret")).resolve("key");
        Files.writeString(secret, "SECRET\n");
        try (Progress progress = run(BuildLogs.under(folder))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            Files.writeString(log, "first\n");
            progress.tick();
            swap.swap(log, secret);
            for (int i = 0; i < 3; i++) {
                progress.tick();
            }
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
        }
        assertThat(lines).extracting(LogFact.Output::lines).containsExactly(List.of("first"));
    }

    @Test
    void stopsReadingALogThatClaimsToBeEndless() throws IOException {
        Path log = log("spack-build-01-build-out.txt");
        try (Progress progress = run(BuildLogs.under(folder))) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            Files.writeString(log, "first\n");
            progress.tick();
            try (RandomAccessFile sparse = new RandomAccessFile(log.toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
            progress.record(PackageFact.failed(ZLIB));
            progress.tick();
            progress.finish(Outcome.FAILED);
        }
        assertThat(lines).extracting(LogFact.Output::lines).contains(List.of("first"));
    }

    private Path log(String name) throws IOException {
        Path stage = folder.resolve("spack-stage-zlib-1.2.13-" + ZLIB.hash());
        return Files.createDirectories(stage).resolve(name);
    }

    private Progress run(BuildLogs logs) {
        return Progress.builder("test")
                .clock(clock)
                .parser(SpackParsers.standard())
                .alongside(logs)
                .listener("lines", DeliveryMode.EVERYTHING, e -> {
                    if (e.fact() instanceof LogFact.Output o && o.log() != null) {
                        lines.addAll(Reading.linesOf(o));
                    } else if (e.fact() instanceof LogFact.Opened o) {
                        opened.add(o);
                    } else if (e.fact() instanceof PhaseFact.Steps s) {
                        assertThat(s.packageRef()).isNotNull();
                    }
                })
                .driven()
                .start();
    }

    // ---- replay

    private void replay(String recording, boolean append) throws IOException {
        List<Written> all = new ArrayList<>(read(recording, "buildlogs.timed.gz"));
        all.addAll(read(recording, "stdout.timed"));
        all.sort(Comparator.comparingLong(Written::millis));
        BuildLogs logs = append ? BuildLogs.appended() : BuildLogs.under(roots(all));
        try (Progress progress = run(logs)) {
            LogFeed feed = progress.feed();
            long ticked = 0;
            for (Written written : all) {
                now = START.plusMillis(written.millis());
                if (written.path() == null) {
                    byte[] bytes = written.text().getBytes(StandardCharsets.UTF_8);
                    feed.write(bytes, 0, bytes.length);
                } else {
                    write(written, append ? logs : null);
                }
                if (written.millis() - ticked >= 200) {
                    ticked = written.millis();
                    progress.tick();
                }
            }
            progress.tick();
            now = now.plus(Duration.ofSeconds(1));
            feed.close();
            progress.finish(Outcome.SUCCEEDED);
            end = progress.view();
        }
    }

    private void write(Written written, BuildLogs logs) throws IOException {
        Path file = place(written.path());
        String key = logs == null ? file.toString() : written.path();
        String before = whole.getOrDefault(key, "");
        byte[] bytes = written.text().getBytes(StandardCharsets.UTF_8);
        if (logs == null) {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } else {
            logs.append(key, before.length(), bytes, 0, bytes.length);
        }
        whole.put(key, before + written.text());
    }

    private Path place(String path) {
        return folder.resolve(path.startsWith("/") ? path.substring(1) : path);
    }

    private List<Path> roots(List<Written> all) {
        return all.stream()
                .filter(w -> w.path() != null)
                .map(w -> place(w.path()))
                .map(p -> p.toString().endsWith(".log")
                        ? p.getParent()
                        : p.getParent().getParent())
                .distinct()
                .toList();
    }

    /** A pair in standard output, a triple with a path in build logs. */
    private static List<Written> read(String recording, String name) throws IOException {
        List<Written> all = new ArrayList<>();
        try (InputStream raw = BuildLogsTest.class.getResourceAsStream("/recordings/" + recording + '/' + name);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                JsonParser json = new JsonFactory().createParser(in)) {
            while (json.nextToken() == JsonToken.START_ARRAY) {
                json.nextToken();
                long millis = json.getLongValue();
                String path = name.startsWith("buildlogs") ? json.nextTextValue() : null;
                all.add(new Written(millis, path, json.nextTextValue()));
                json.nextToken();
            }
        }
        return all;
    }

    private PackageView pkg(String name) {
        return end.packages().stream()
                .filter(p -> p.ref().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private PhaseView.Steps steps(String name, String phase) {
        return pkg(name).phases().stream()
                .filter(p -> p.name().equals(phase))
                .findFirst()
                .orElseThrow()
                .steps();
    }
}
