package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded log is understood as it is known to be, whatever stands in front of its lines. */
class RecordedLogsTest {

    static Stream<RecordedLog> recordings() {
        return RecordedLog.all();
    }

    @TestFactory
    Stream<DynamicTest> isUnderstoodBehindEveryPrefix() {
        return recordings()
                .flatMap(recording -> Prefixes.all().entrySet().stream()
                        .filter(way -> way.getKey().equals("as recorded") || !recording.onTerminal())
                        .map(way -> DynamicTest.dynamicTest(
                                recording.name() + ", " + way.getKey(), () -> check(recording, way.getValue()))));
    }

    static void check(RecordedLog recording, UnaryOperator<String> way) {
        Reading reading = Reading.of(Prefixes.apply(way, recording.log()));
        Map<String, Object> truth = recording.truth();
        SoftAssertions softly = new SoftAssertions();
        agree(softly, "dialect", truth.get("dialect"), reading.view().log().dialect());
        agree(softly, "outcome", truth.get("outcome"), name(reading.outcome()));
        List<PackageView> packages =
                reading.view().packages().stream().filter(p -> !p.planned()).toList();
        List<?> wanted = (List<?>) truth.get("packages");
        softly.assertThat(packages)
                .extracting(p -> p.ref().name())
                .isEqualTo(wanted.stream().map(p -> ((Map<?, ?>) p).get("name")).toList());
        for (int i = 0; i < Math.min(packages.size(), wanted.size()); i++) {
            agree(softly, (Map<?, ?>) wanted.get(i), packages.get(i));
        }
        List<?> failures = (List<?>) truth.get("failures");
        softly.assertThat(reading.view().failures()).hasSameSizeAs(failures);
        for (int i = 0; i < Math.min(failures.size(), reading.view().failures().size()); i++) {
            agree(softly, (Map<?, ?>) failures.get(i), reading.view().failures().get(i));
        }
        softly.assertAll();
    }

    private static void agree(SoftAssertions softly, Map<?, ?> want, PackageView got) {
        String name = got.ref().name() + ' ';
        agree(softly, name + "version", want.get("version"), got.ref().version());
        agree(
                softly,
                name + "hash",
                shortened(want.get("hash")),
                shortened(got.ref().hash()));
        agree(softly, name + "index", want.get("index"), got.index());
        agree(softly, name + "total", want.get("total"), got.total());
        agree(softly, name + "method", want.get("method"), name(got.method()));
        agree(softly, name + "outcome", want.get("outcome"), name(got.outcome()));
        agree(
                softly,
                name + "phases",
                want.get("phases"),
                got.phases().stream().map(PhaseView::name).toList());
        Duration stated = got.stated();
        Object seconds = want.get("seconds");
        agree(
                softly,
                name + "seconds",
                seconds instanceof Number n ? (Object) Math.round(n.doubleValue() * 1000) : seconds,
                stated == null ? null : stated.toMillis());
    }

    private static void agree(SoftAssertions softly, Map<?, ?> want, Diagnosis got) {
        String name = "failure of " + want.get("package") + ' ';
        agree(
                softly,
                name,
                want.get("package"),
                got.packageRef() == null ? null : got.packageRef().name());
        agree(softly, name + "phase", want.get("phase"), got.phase());
        agree(softly, name + "cause", want.get("cause"), name(got.cause()));
        agree(softly, name + "log", want.get("log"), got.log());
        agree(softly, name + "line", want.get("line"), got.line());
        softly.assertThat(got.remedies()).as(name + "remedies").isNotEmpty();
    }

    /** A truth may leave a thing open, or allow several answers. */
    private static void agree(SoftAssertions softly, String what, Object want, Object got) {
        if ("?".equals(want) || (want instanceof List<?> any && any.contains(got))) {
            return;
        }
        softly.assertThat(got).as(what).isEqualTo(want);
    }

    private static Object shortened(Object hash) {
        return hash instanceof String s && s.length() > 7 ? s.substring(0, 7) : hash;
    }

    private static String name(Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyWayOfCuttingTheBytesGivesTheSameFacts(RecordedLog recording) {
        List<Fact> whole = Reading.of(recording.log()).factsOfLines();
        for (int seed = 0; seed < 3; seed++) {
            int largest = seed == 0 ? 1 : 1 + seed * 50;
            assertThat(Reading.of(recording.log(), largest, new Random(seed)).factsOfLines())
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void soDoesEveryWayOfCuttingThemBehindAPrefix(RecordedLog recording) {
        Random random = new Random(recording.name().hashCode());
        List<UnaryOperator<String>> ways = List.copyOf(Prefixes.all().values());
        byte[] log = Prefixes.apply(ways.get(random.nextInt(ways.size())), recording.log());
        assertThat(Reading.of(log, 1 + random.nextInt(200), random).factsOfLines())
                .isEqualTo(Reading.of(log).factsOfLines());
    }

    static Stream<Path> buildLogs() throws IOException, URISyntaxException {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("/build-logs", "/real-logs")) {
            try (Stream<Path> logs = Files.list(
                    Path.of(RecordedLogsTest.class.getResource(folder).toURI()))) {
                logs.filter(l -> l.toString().endsWith(".txt")).forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(150);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("buildLogs")
    void everyWayOfCuttingABuildLogGivesTheSameFacts(Path path) throws IOException {
        byte[] log = Files.readAllBytes(path);
        Random random = new Random(path.getFileName().toString().hashCode());
        assertThat(Reading.of(log, 1 + random.nextInt(100), random).factsOfLines())
                .isEqualTo(Reading.of(log).factsOfLines());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void factsThatAreDeliveredAgainChangeNothing(RecordedLog recording) {
        Reading reading = Reading.of(recording.log());
        Random random = new Random(recording.name().hashCode());
        RunProjection state = new RunProjection("run");
        int sequence = 0;
        for (int seen = 0, to = 0; seen < reading.facts().size(); seen = to) {
            to = Math.min(reading.facts().size(), seen + 1 + random.nextInt(20));
            for (int i = Math.max(0, seen - random.nextInt(20)); i < to; i++) {
                state.apply(new Event(
                        "run",
                        "main",
                        i + 1,
                        reading.times().get(i),
                        reading.facts().get(i)));
                sequence++;
            }
        }
        assertThat(sequence).isGreaterThanOrEqualTo(reading.facts().size());
        assertThat(state.view()).isEqualTo(reading.view());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void noLineIsLost(RecordedLog recording) {
        Reading reading = Reading.of(recording.log());
        long outputs = reading.factsOfLines().stream()
                .filter(LogFact.Output.class::isInstance)
                .count();
        assertThat(outputs)
                .isLessThanOrEqualTo(new String(recording.log(), StandardCharsets.UTF_8)
                        .lines()
                        .count());
    }

    @Property(tries = 200)
    void bytesOfAnyKindNeverMakeItThrow(@ForAll byte[] bytes) {
        Reading.of(bytes);
    }

    @Property(tries = 60)
    void damagedLogsNeverMakeItThrow(@ForAll long seed) {
        Random random = new Random(seed);
        List<RecordedLog> all = new ArrayList<>(recordings().toList());
        byte[] log = all.get(random.nextInt(all.size())).log().clone();
        for (int i = 0; i < log.length / 50; i++) {
            log[random.nextInt(log.length)] = (byte) random.nextInt(256);
        }
        Reading reading = Reading.of(log);
        assertThat(reading.view().packages()).noneMatch(PackageView::active);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aLogThatIsReadTwiceIsUnderstoodOnce(RecordedLog recording) {
        if (!"succeeded".equals(recording.truth().get("outcome"))) {
            return;
        }
        byte[] twice = new byte[2 * recording.log().length];
        System.arraycopy(recording.log(), 0, twice, 0, recording.log().length);
        System.arraycopy(recording.log(), 0, twice, recording.log().length, recording.log().length);
        assertThat(Reading.of(twice).view().packages())
                .hasSameSizeAs(Reading.of(recording.log()).view().packages());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aLogThatIsCutAnywhereLeavesNothingOpen(RecordedLog recording) {
        Random random = new Random(recording.name().hashCode());
        for (int i = 0; i < 10 && recording.log().length > 0; i++) {
            byte[] head = Arrays.copyOf(recording.log(), random.nextInt(recording.log().length));
            assertThat(Reading.of(head).view().packages()).noneMatch(PackageView::active);
        }
    }

    @Test
    void theTimeInThePrefixIsTheTimeOfTheEvent() {
        String log = "2024-11-13T14:30:00.5Z ==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c\n";
        Reading reading = Reading.of(log.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.times()).first().isEqualTo(Instant.parse("2024-11-13T14:30:00.5Z"));
    }

    /** A line of 100 million bytes, which is never in memory as a whole. */
    @ParameterizedTest
    @CsvSource({"a, 65536", "'\0', 0", "'\u001b[1m', 0"})
    void aHugeLineIsKeptInPart(String repeated, int longest) {
        List<Fact> facts = new ArrayList<>();
        LogParser parser = SpackParsers.standard().create((time, fact) -> facts.add(fact));
        byte[] piece = repeated.repeat((1 << 16) / repeated.length()).getBytes(StandardCharsets.UTF_8);
        for (long read = 0; read < 100_000_000; read += piece.length) {
            parser.accept(piece, 0, piece.length, Reading.READ_AT);
        }
        parser.finish(Reading.READ_AT);
        assertThat(facts)
                .hasSizeLessThanOrEqualTo(LogFact.Output.NEWEST)
                .allSatisfy(f -> assertThat(((LogFact.Output) f).lines())
                        .singleElement()
                        .asString()
                        .hasSizeLessThanOrEqualTo(longest));
    }
}
