package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pctl.progress.examples.harness.Harness;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.IOUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The harness as its users run it: as a process, with little memory. */
@Timeout(120)
class HarnessTest {

    @TempDir
    private Path folder;

    private static String stream;

    /** The event stream of a whole recorded build. */
    @BeforeAll
    static void recordAStream() throws Exception {
        stream = run("replay", "0.23-pctl", "--speed", "max", "--json").out;
    }

    private record Result(int status, String out, String err) {}

    @Test
    void summarizesLogFromStandardInputOrFile() throws Exception {
        String log = """
                ==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c [1/1]
                ==> zlib: Executing phase: 'build'
                ==> zlib: Successfully installed zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c
                  Build: 1.25s.  Total: 1m 2.50s
                """;
        String expected = "{\"dialect\":\"classic\",\"packages\":[{\"name\":\"zlib\",\"version\":\"1.3\","
                + "\"hash\":\"23njwcmmq3rzan6pdlhy4o32izhlht3c\",\"index\":1,\"total\":1,\"method\":\"source\","
                + "\"phases\":[\"build\"],\"seconds\":62.5,\"outcome\":\"succeeded\"}],\"failures\":[],"
                + "\"outcome\":\"succeeded\"}\n";
        assertThat(run(log.getBytes(StandardCharsets.UTF_8), "summarize", "-")).isEqualTo(new Result(0, expected, ""));
        assertThat(run("summarize", file("a.log", log), file("b.log", log)).out).isEqualTo(expected + expected);
    }

    @Test
    void reportsBadInputInOneLine() throws Exception {
        Result missing = run("summarize", folder.resolve("none.log").toString());
        assertThat(missing.status).isEqualTo(1);
        assertThat(missing.err).isEqualTo("summarize: no such file: " + folder.resolve("none.log") + "\n");

        assertThat(run("summarize", folder.toString()).err)
                .isEqualTo("summarize: is a folder, not a file: " + folder + "\n");

        assertThat(run("summarize", file("empty.log", "")))
                .isEqualTo(new Result(
                        0, "{\"dialect\":null,\"packages\":[],\"failures\":[],\"outcome\":\"unfinished\"}\n", ""));

        byte[] noise = new byte[2_000_000];
        new Random(1).nextBytes(noise);
        assertThat(run("summarize", file("noise.log", noise)).status).isZero();

        assertThat(run("replay", folder.toString()).err)
                .startsWith("replay: no such file: ")
                .hasLineCount(1);
        assertThat(run("replay", file("x.log", "hello\n")).err)
                .isEqualTo("replay: this is not a pctl-progress event stream\n");
        assertThat(run("replay", "--speed", "fast", "0.23-pctl").err).startsWith("--speed wants a number");
        assertThat(run("replay", "--detail", "7", "0.23-pctl").status).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"summarize", "events", "diagnose"})
    void failsIfOutputCannotBeWritten(String command) throws Exception {
        assumeThat(Path.of("/dev/full")).exists();
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh"));
        shell.addAll(HarnessJvm.command(command, file("a.log", "==> Error: no such thing\n")));
        Process process = new ProcessBuilder(shell).start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err).isEqualTo("harness: the output cannot be written: No space left on device\n");
    }

    /** The recording takes half a minute and more if nothing ends it. */
    @Test
    void endsWhenReaderOfItsOutputEnds() throws Exception {
        List<String> shell = new ArrayList<>(List.of("bash", "-c", "set -o pipefail; \"$@\" | head -1", "bash"));
        shell.addAll(HarnessJvm.command("replay", "0.23-pctl", "--json", "--speed", "16"));
        Process process = new ProcessBuilder(shell).start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err).isEmpty();
    }

    @Test
    void escapesCharactersThatActOnTerminals() throws Exception {
        String log = "==> Error: a\u202eb\u200bc\u007f\u2066d\u0085e\n";
        for (String command : List.of("summarize", "events", "diagnose")) {
            String out = run(command, file("bidi.log", log)).out;
            assertThat(out).contains("a\\u202E").doesNotContain("\u202e", "\u200b", "\u2066", "\u007f", "\u0085");
        }
    }

    @Test
    void readsLineOfHundredMegabytesInLittleMemory() throws Exception {
        Path log = folder.resolve("line.log");
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(log)) {
            for (int i = 0; i < 100; i++) {
                out.write(piece);
            }
        }
        assertThat(run("summarize", log.toString()).status).isZero();
    }

    @Test
    void replayOfEventsEqualsReplayOfLog() throws Exception {
        assertThat(stream).startsWith("{\"schema\":\"pctl-progress\",\"version\":\"1.0\"}\n");
        Result direct = run("replay", "0.23-pctl", "--speed", "max", "--plain");
        Result replayed = run("replay", file("events.jsonl", stream), "--speed", "max", "--plain");
        assertThat(direct.status).as(direct.err).isZero();
        assertThat(lines(replayed.out)).containsExactlyElementsOf(lines(direct.out));
        assertThat(direct.out)
                .contains("[2/5] json-c@0.16")
                .contains("hdf5@1.10.8  4m32s")
                .contains("0.23-pctl succeeded after 8m01s");
    }

    @Test
    void replaysTruncatedStreamToItsEnd() throws Exception {
        String half = stream.substring(0, stream.length() / 2);
        Result cut = run("replay", file("cut.jsonl", half), "--speed", "max", "--plain");
        assertThat(cut.status).isZero();
        assertThat(cut.out).contains("zlib@1.2.13").contains("unfinished after");
        assertThat(cut.err).contains("is damaged and skipped").hasLineCount(1);
        assertThat(run("replay", file("other.jsonl", stream.replaceFirst("1\\.0", "3.1"))).err)
                .contains("has version 3.1")
                .hasLineCount(1);
    }

    @Test
    void eventsAreJsonLines() throws Exception {
        Result events = run("events", file("a.log", "==> Error: Keyboard interrupt.\nhello\n"));
        assertThat(events.out.lines()).allMatch(l -> l.startsWith("{") && l.endsWith("}"));
        assertThat(events.out).contains("\"type\":\"run-finished\"").contains("\"outcome\":\"cancelled\"");
    }

    @Test
    void reportsOfRecordedStreamAreSummaryTraceAndPage() throws Exception {
        String events = file("events.jsonl", stream);
        String summary = run("report", events, "--summary").out;
        assertThat(summary)
                .startsWith("## ")
                .contains("zlib@1.2.13", "hdf5@1.10.8")
                .doesNotContain("failed in");
        String trace = run("report", events, "--trace").out;
        try (JsonParser json = new JsonFactory().createParser(trace)) {
            int names = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                names += token == JsonToken.FIELD_NAME && json.currentName().equals("ph") ? 1 : 0;
            }
            assertThat(names).isGreaterThan(20);
        }
        Path page = folder.resolve("run.html");
        assertThat(run("report", events, "-o", page.toString(), "--with", events).status)
                .isZero();
        assertThat(Files.readString(page)).startsWith("<!doctype html>");
        assertThat(run("report", file("none.jsonl", ""), "--summary").err)
                .contains("this is not a pctl-progress event stream");
    }

    /** Returns the lines except heartbeats. */
    private static List<String> lines(String text) {
        return text.lines().filter(l -> !l.contains("  ... ")).toList();
    }

    private String file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private String file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static Result run(String... arguments) throws Exception {
        return run(new byte[0], arguments);
    }

    /** What is to be recorded waits in memory until it is written, and a replay at full speed does not wait for that. */
    private static String heap(String... arguments) {
        return List.of(arguments).contains("--json") ? "256m" : "64m";
    }

    private static Result run(byte[] input, String... arguments) throws Exception {
        List<String> command = HarnessJvm.command(heap(arguments), Harness.class, arguments);
        Path err = Files.createTempFile("harness", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().put("TZ", "UTC");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            }
            String out = IOUtils.toString(process.getInputStream(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
