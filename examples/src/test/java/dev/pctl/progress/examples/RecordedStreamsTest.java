package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.pctl.progress.Progress;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.examples.cli.SpackWatchdogs;
import dev.pctl.progress.examples.replay.Recording;
import dev.pctl.progress.examples.replay.RecordingPlayer;
import dev.pctl.progress.examples.replay.SettableClock;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.machine.LogSizeSampler;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.LocalMachine;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.stream.EventWriter;
import dev.pctl.progress.view.RunView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Verifies streams of real builds, with samples, forecasts and advice, against the published JSON Schema. */
class RecordedStreamsTest {

    private static final Path RECORDINGS = Path.of("../spack-parser/src/test/resources/recordings");
    private static final Pattern TYPE = Pattern.compile("^\\{\"type\":\"([^\"]+)\"");
    private static final long GB = 1L << 30;
    private static final int LOOKED_AT = 25;

    /** All three dialects; failures of builds and of the system, interruptions, caches, parallel packages. */
    private static final List<String> BUILDS = List.of(
            "0.21-binary-cache",
            "0.21-configure-error",
            "0.21-interrupted-configure",
            "0.21-tty-verbose",
            "1.1-env",
            "1.1-two-at-once",
            "1.3-plain-disk-full",
            "1.3-plain-fail-fast",
            "1.3-plain-lock-second",
            "1.3-tty-fetch-error");

    private final BuildHistory history = BuildHistory.inMemory();

    @Test
    void eventsOfRealBuildsMatchSchema() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(withoutAdditions());
        Set<String> types = new TreeSet<>();
        check(stream(Recording.printed("0.23-pctl"), machine()), schema, types);
        check(stream(Recording.printed("0.23-pctl"), machine()), schema, types);
        for (String build : BUILDS) {
            check(
                    stream(Recording.ofFolder(RECORDINGS.resolve(build)), RecordedStreamsTest::almostFull),
                    schema,
                    types);
        }
        assertThat(types)
                .contains(
                        "header",
                        "run-started",
                        "run-stated",
                        "run-finished",
                        "log-dialect-detected",
                        "log-output",
                        "plan-planned",
                        "root-started",
                        "root-finished",
                        "package-activity",
                        "package-started",
                        "package-method-known",
                        "package-log-located",
                        "package-finished",
                        "phase-started",
                        "phase-steps",
                        "phase-finished",
                        "failure-diagnosed",
                        "advice-raised",
                        "sample-cpu",
                        "sample-disk",
                        "sample-memory",
                        "forecast-run-remaining",
                        "forecast-run-total",
                        "forecast-package-total",
                        "forecast-step-total",
                        "forecast-precedents",
                        "forecast-critical-path");
    }

    private static Sampler machine() {
        return MachineSampler.create(LocalMachine.of(Path.of("/")));
    }

    private static List<SampleFact> almostFull(RunView view) {
        return List.of(new SampleFact.Disk("/", 44 * GB, 45 * GB, GB));
    }

    private String stream(Recording recording, Sampler sampler) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventWriter writer = new EventWriter(out);
        writer.writeHeader();
        SettableClock clock = new SettableClock(recording.start());
        BuildLogs buildLogs = BuildLogs.appended();
        try (Progress progress = Progress.builder(recording.title())
                .clock(clock)
                .label("template", recording.title())
                .parser(SpackParsers.standard())
                .alongside(buildLogs)
                .forecaster(HistoryForecaster.of(history))
                .sampler(sampler)
                .sampler(new LogSizeSampler())
                .watchdog(SpackWatchdogs.diskSpace())
                .watchdog(SpackWatchdogs.memory())
                .watchdog(SpackWatchdogs.slowPackages())
                .watchdog(SpackWatchdogs.stall())
                .listener("stream", DeliveryMode.EVERYTHING, writer)
                .driven()
                .start()) {
            new RecordingPlayer(progress, clock, RecordingPlayer.MAX)
                    .with(buildLogs)
                    .play(recording);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Of each type the first few of a stream are looked at; there are thousands of forecasts and lines of output. */
    private static void check(String stream, Schema schema, Set<String> types) {
        Map<String, Integer> seen = new HashMap<>();
        for (String line : stream.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            String name = type.find() ? type.group(1) : "header";
            types.add(name);
            if (seen.merge(name, 1, Integer::sum) <= LOOKED_AT) {
                assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
            }
        }
    }

    /** The published schema allows fields of later versions; what this version writes has to be in it. */
    private static String withoutAdditions() throws IOException {
        try (InputStream in = EventWriter.class.getResourceAsStream("event-stream.schema.json")) {
            byte[] schema =
                    Objects.requireNonNull(in, "event-stream.schema.json").readAllBytes();
            return new String(schema, StandardCharsets.UTF_8)
                    .replace("\"event\" : {", "\"event\" : {\n      \"unevaluatedProperties\" : false,")
                    .replaceAll(
                            "\"(advice|diagnosis|forecast|node|package-ref|past-run|question|wait)\" : \\{\n      \"type\"",
                            "\"$1\" : {\n      \"additionalProperties\" : false,\n      \"type\"");
        }
    }
}
