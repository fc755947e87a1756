package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.view.PackageView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs are understood behind prefixes of which the parser has no list, and the time in them is that of the events. */
class EveryPrefixTest {

    private static final List<String> RECORDINGS = List.of(
            "0.21-fail-fast",
            "0.23-pctl",
            "0.23-test-failed",
            "0.23-verbose",
            "1.1-link-error",
            "1.1-two-at-once",
            "1.3-plain-fail-fast",
            "1.3-plain-verbose");

    private static String clock(int line) {
        return "%02d:%02d:%02d".formatted(14 + line / 3600 % 10, line / 60 % 60, line % 60);
    }

    private static Map<String, IntFunction<String>> prefixes() {
        Map<String, IntFunction<String>> all = new LinkedHashMap<>();
        all.put("ts", i -> "Nov 13 " + clock(i) + ' ');
        all.put("Python logging", i -> "[2024-11-13 %s,%03d] INFO ".formatted(clock(i), i % 1000));
        all.put("journald", i -> "Nov  3 " + clock(i) + " build-host spack[12]: ");
        all.put("ansible-runner", i -> "ansible-runner | ");
        all.put(
                "containerd",
                i -> "2024-11-13T%s.%09dZ %s F ".formatted(clock(i), i, i % 9 == 4 ? "stderr" : "stdout"));
        all.put("kubectl", i -> "[pod/build-7d9f/spack] ");
        all.put("docker compose", i -> "build-1  | ");
        all.put("GitLab", i -> "2024-11-13T%s.123456Z 01%s ".formatted(clock(i), i % 7 == 3 ? "E" : "O"));
        all.put("Terraform", i -> "aws_instance.builder (remote-exec): ");
        all.put("Packer", i -> i % 5 == 4 ? "==> amazon-ebs.builder: " : "    amazon-ebs.builder: ");
        all.put("Azure Pipelines", i -> "2024-11-13T%s.1234567Z ".formatted(clock(i)));
        all.put("AWS CodeBuild", i -> "[Container] 2024/11/13 %s.%06d ".formatted(clock(i), i));
        all.put("Slurm", i -> "0: ");
        all.put("CloudWatch", i -> "2024-11-13T%s.123Z [INFO] ".formatted(clock(i)));
        all.put("uptime and level", i -> "[%8d.%03d] INFO  builder - ".formatted(i, i % 1000));
        all.put("offset", i -> "2024-11-13T%s+0100 builder: ".formatted(clock(i)));
        all.put(
                "syslog before the wrapper",
                i -> "Nov 13 " + clock(i) + " ip-10-0-0-5 bootstrap[8]: PCTL_SPACK_OUTPUT: ");
        all.put("RFC 5424", i -> "<34>1 2026-11-25T%s.003Z node1 spack 12 ID47 - ".formatted(clock(i)));
        all.put("journald, no host", i -> "Nov 25 " + clock(i) + " spack[12]: ");
        all.put("seconds since 1970", i -> "%d.%06d ".formatted(1_763_967_600 + i, i));
        all.put("ts with a zone", i -> "2026-11-25 " + clock(i) + " CET ");
        all.put("twelve hours", i -> "11/25/2026 " + clock(i) + (i < 40 ? " AM " : " PM "));
        all.put("TAI64N", i -> "@40000000%08x%08x ".formatted(0x6744a1b2 + i, (i * 7919) & 0x3fffffff));
        all.put("svlogd", i -> "2026-11-25_" + clock(i) + ".12345 ");
        all.put("mpirun", i -> i % 4 == 3 ? "[1,0]<stderr>:" : "[1,0]<stdout>:");
        all.put("GNU parallel", i -> "spack install zlib\t");
        all.put("hosts", i -> List.of("alpha: ", "beta: ", "gamma: ").get(i % 3));
        all.put(
                "services in a column",
                i -> List.of("web-1    | ", "worker-2 | ").get(i % 2));
        all.put("gh run view", i -> "build\tInstall software\t2026-11-25T" + clock(i) + ".1234567Z ");
        all.put("GitLab's new form", i -> "2026-11-25T" + clock(i) + ".123456Z 00O ");
        all.put(
                "RFC 5424 with data",
                i ->
                        "<13>1 2026-11-25T%s.%06d+02:00 bastion spack 14382 - [timeQuality tzKnown=\"1\" isSynced=\"1\" syncAccuracy=\"2%05d\"] "
                                .formatted(clock(i), i, i * 500));
        all.put(
                "level, thread and class",
                i -> "2026-11-25 %s.%03d %s 23322 --- [%15s] %-30s : "
                        .formatted(
                                clock(i),
                                i % 1000,
                                i % 4 == 3 ? "DEBUG" : " INFO",
                                i % 3 == 1 ? "main" : "pool-2-thread-" + i % 9,
                                i % 5 == 2 ? "o.e.build.Runner" : "org.example.remote.LogPump"));
        all.put(
                "level and path",
                i -> "2026-11-25T%s.%03d-0500\t%s\t[%s]\t%s:%d\t"
                        .formatted(
                                clock(i),
                                i % 1000,
                                i % 4 == 3 ? "DEBUG" : "INFO",
                                i % 3 == 1 ? "reader" : "remote-pump",
                                i % 2 == 0 ? "log/pump.go" : "remote/line.go",
                                20 + i % 90));
        all.put(
                "trace and span",
                i -> "2026-11-25T%s+02:00 INFO [79f45d29a9ec144fb29fb401346%05x-5719e6930819%04x] builder : "
                        .formatted(clock(i), i * 7 + 10, i * 31 % 5000 + 4096));
        all.put(
                "method at the end",
                i -> "25-Nov-2026 %s.%03d INFO [%s] org.example.remote.%s "
                        .formatted(
                                clock(i),
                                i % 1000,
                                i % 3 == 1 ? "main" : "pool-2-thread-" + i % 9,
                                i % 2 == 0 ? "LogPump.run" : "Remote.line"));
        all.put("Buildkite", i -> "\u001b_bk;t=%d\u0007".formatted(1_763_967_600_000L + i));
        all.put("TeamCity", i -> "[" + clock(i) + "]" + (i % 7 == 6 ? "E" : " ") + ":\t [Step 1/2] ");
        all.put("Drone", i -> "[step:%d] ".formatted(i));
        all.put("Earthly", i -> "            +build | ");
        all.put("Dagger", i -> "12  : [%.1fs] | ".formatted(i / 10.0));
        all.put("Google Cloud Build", i -> "Step #1 - \"spack\": ");
        all.put("aws logs tail", i -> "2026-11-25T" + clock(i) + ".123000+00:00 i-0abc123/spack.log ");
        all.put(
                "startup script",
                i -> "Nov 25 " + clock(i) + " b1 agent[8]: 2026/11/25 " + clock(i) + " startup-script: ");
        all.put("stern", i -> "build-7d9f spack ");
        all.put("Cloud Foundry", i -> "   2026-11-25T" + clock(i) + ".12+0000 [APP/PROC/WEB/0] OUT ");
        all.put(
                "klog",
                i -> (i % 5 == 2 ? "W" : "I") + "1125 %s.123456   12345 run.go:%d] ".formatted(clock(i), i % 300));
        all.put(
                "log4j",
                i -> "2026-11-25 " + clock(i) + ",123 " + (i % 5 == 4 ? "WARN " : "INFO ") + " [main] c.b.X - ");
        all.put("logger of Python", i -> "INFO:spack.install:");
        all.put("loguru", i -> "2026-11-25 " + clock(i) + ".123 | INFO     | __main__:run:%d - ".formatted(i % 90 + 8));
        all.put("zerolog", i -> "7:00AM INF ");
        all.put("tab-separated", i -> "%d\tstdout\t".formatted(i));
        all.put("comma-separated", i -> "%d,stdout,".formatted(i));
        all.put("key and value", i -> "ts=" + i + " out=");
        all.put("a word", i -> "spack ");
        all.put("elapsed", i -> (i < 60 ? "[%ds] " : "[1m%02ds] ").formatted(i % 60));
        all.put("time between lines", i -> i % 3 == 0 ? "+%d.%ds ".formatted(i, i % 10) : "+%dms ".formatted(i % 1000));
        all.put("a number for each line", i -> "%08x-0000-4000-8000-%012x ".formatted(i * 7919 + 0x1a2b3c4d, i));
        all.put("cat -n", i -> "%6d\t".formatted(i + 1));
        all.put("less -N", i -> "%7d ".formatted(i + 1));
        all.put("grep -Hn", i -> "logs/spack.log:%d:".formatted(i + 1));
        all.put("numbers to the left", i -> "%-5d| ".formatted(i + 1));
        all.put("indented", i -> "       ");
        all.put("quoted", i -> "> ");
        all.put(
                "hosts with numbers",
                i -> List.of("[alpha] ", "[beta7] ", "[cache-01.example.org] ").get(i % 3));
        all.put("hosts in two forms", i -> i % 2 == 0 ? "host1: " : "[host2] ");
        all.put("two pictures", i -> i % 4 == 3 ? "\u00e2\u009c\u0085 " : "\u00f0\u009f\u0094\u00a8 ");
        all.put(
                "a time that is left out",
                i -> i % 3 == 0 ? "[%s] INFO     ".formatted(clock(i)) : "           INFO     ");
        all.put("logrus", i -> List.of("INFO", "WARN", "ERRO").get(i % 3) + "[%04d] ".formatted(i));
        all.put("thread", i -> "[0x%012x] ".formatted(i * 7919L * 7919L + 0x1a2b3c4d5eL));
        all.put("streams", i -> "   2026-11-25T" + clock(i) + ".12+0000 [APP/0] " + (i % 5 == 4 ? "ERR " : "OUT "));
        all.put("comment", i -> "# ");
        all.put("prompt", i -> "root@build:~$ ");
        all.put("actions before BuildKit", i -> "2024-11-13T%s.1234567Z #12 %d.34 ".formatted(clock(i), i));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> aLogIsUnderstoodBehindIt() {
        return RECORDINGS.stream()
                .map(RecordedLog::of)
                .flatMap(recording -> prefixes().entrySet().stream()
                        .map(prefix -> DynamicTest.dynamicTest(
                                recording.name() + ", " + prefix.getKey(),
                                () -> RecordedLogsTest.check(
                                        recording,
                                        Prefixes.lines((i, l) -> l.startsWith("PCTL_")
                                                        && prefix.getKey().contains("wrapper")
                                                ? l
                                                : prefix.getValue().apply(i) + l)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2024-11-13T14:30:00.5Z ;2024-11-13T14:30:00.5Z",
                "2024-11-13T14:30:00.123456789Z stdout F ;2024-11-13T14:30:00.123456789Z",
                "2024-11-13T15:30:00+0100 host: ;2024-11-13T14:30:00Z",
                "[2024-11-13 14:30:25,123] INFO ;2024-11-13T14:30:25.123Z",
                "[Container] 2024/11/13 14:30:00.123456 ;2024-11-13T14:30:00.123456Z",
                "Nov 13 14:30:00 host spack[12]: ;2025-11-13T14:30:00Z",
                "<13>Jan  1 00:00:05 logger: ;2026-01-01T00:00:05Z",
                "Feb 29 14:30:00 host spack[12]: ;2026-01-01T00:00:00Z",
                "2024-11-13_14:30:00.12345 ;2024-11-13T14:30:00.12345Z",
                "1731508200.5 ;2026-01-01T00:00:00Z",
                "1731508200.500000 ;2024-11-13T14:30:00.5Z",
                "1731508200500: ;2024-11-13T14:30:00.5Z",
                "[1731508200] ;2024-11-13T14:30:00Z",
                "@400000006734b7f21dcd6500 ;2024-11-13T14:30:00.5Z",
                "11/25/2026 10:20:30 PM - ;2026-11-25T22:20:30Z",
                "25/11/2026 10:20:30 ;2026-11-25T10:20:30Z",
                "25.11.2026 10:20:30: ;2026-11-25T10:20:30Z",
                "11/25/2026 12:20:30 AM: ;2026-11-25T00:20:30Z",
                "[28/Nov/2026:10:00:00 +0100] ;2026-11-28T09:00:00Z",
                "Sat, 28 Nov 2026 02:13:26 GMT: ;2026-11-28T02:13:26Z",
                "Sat Nov 28 02:13:26 UTC 2026: ;2026-11-28T02:13:26Z",
                "Sat Nov 28 02:13:26 PM UTC 2026: ;2026-11-28T14:13:26Z",
                "2026-11-25 10:20:30 PM ;2026-11-25T22:20:30Z",
                "I0102 10:20:30.123456 77 run.go:1] ;2026-01-02T10:20:30.123456Z",
                "13/13/2026 10:20:30 ;2026-01-01T00:00:00Z",
                "[00:12:34.567] ;2026-01-01T00:00:00Z",
                "[23:59:30] ;2025-12-31T23:59:30Z",
                "#12 34.56 ;2026-01-01T00:00:00Z",
                "9999-99-99T99:99:99Z ;2026-01-01T00:00:00Z",
            })
    void theTimeInItIsTheTimeOfTheEvent(String prefix, Instant time) {
        assertThat(Reading.of(installing(prefix + ' ')).times()).first().isEqualTo(time);
    }

    @Test
    void aStampWithoutAZoneIsOfTheZoneInWhichItIsNow() {
        Reading reading = Reading.of(installing("[2026-01-01 05:29:58] "));

        Instant time = reading.times().get(0);

        assertThat(Duration.between(Reading.READ_AT, time)).isBetween(Duration.ofMinutes(-5), Duration.ofMinutes(5));
    }

    private static Map<String, UnaryOperator<String>> strings() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put(
                "Docker's files",
                lines("{\"log\":\"%s\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-25T07:00:00.1Z\"}"));
        all.put("journalctl -o json", lines("{\"__CURSOR\":\"s=%2$x;i=1\",\"MESSAGE\":\"%1$s\",\"_PID\":\"%2$d\"}"));
        all.put("zap", lines("{\"level\":\"info\",\"ts\":1763967600.%2$d,\"msg\":\"%1$s\"}"));
        all.put(
                "two programs",
                Prefixes.lines((i, l) -> (i % 5 < 4
                                ? "{\"level\":\"info\",\"msg\":\"%s\"}"
                                : "{\"level\":\"info\",\"message\":\"%s\"}")
                        .formatted(escaped(l))));
        all.put("with blanks", lines("{\"time\": \"2026-11-25T07:00:00Z\", \"message\": \"%s\", \"n\": %d}"));
        all.put("Ansible", lines("            \"%s\","));
        all.put("YAML", lines("- \"%s\""));
        all.put("slashes", t -> lines("{\"msg\":\"%s\",\"n\":%d}").apply(t).replace("/", "\\/"));
        all.put("a line that is overwritten", lines("{\"log\":\"  50%%\\r%s\\r\\n\"}"));
        all.put(
                "title and colour",
                lines("{\"log\":\"\\u001b]0;Spack: 1/2\\u0007\\u001b[K\\u001b[1m%s\\u001b[0m\\r\\n\"}"));
        all.put("logfmt", lines("time=2026-11-25T07:00:00Z level=info msg=\"%s\""));
        return all;
    }

    private static UnaryOperator<String> lines(String form) {
        return Prefixes.lines((i, l) -> form.formatted(escaped(l), i));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\t", "\\t")
                .replace("\r", "\\r")
                .replace("\u0007", "\\u0007")
                .replace("\u001b", "\\u001b");
    }

    @TestFactory
    Stream<DynamicTest> aLogIsUnderstoodThatComesAsStrings() {
        return Stream.concat(RECORDINGS.stream(), Stream.of("1.1-colour"))
                .map(RecordedLog::of)
                .flatMap(recording -> strings().entrySet().stream()
                        .map(form -> DynamicTest.dynamicTest(
                                recording.name() + ", " + form.getKey(),
                                () -> RecordedLogsTest.check(recording, form.getValue()))));
    }

    @Test
    void escapesInStringsAreTakenOut() {
        String head = "{\"log\":\"==> Fetching file:///a\\n\"}\n";
        Reading reading = Reading.of((head + head
                        + "{\"log\":\"\\u001b[1m\\ta \\\"b\\\" \\\\ \\/ \\u00e9 \\ud83d\\ude00 \\ud83d \\uzz\\n\"}\n{\"log\":\"cut \\")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().log().output()).endsWith("\ta \"b\" \\ / \u00e9 \ud83d\ude00 ? uzz", "cut \\");
    }

    @Test
    void aStringMayHoldALogOfATerminal() {
        String log = new String(RecordedLog.of("1.1-tty-verbose").log(), StandardCharsets.UTF_8);

        Reading reading = Reading.of(
                lines("{\"log\":\"%s\\n\"}").apply(log.replace("\r\n", "\n")).getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().packages())
                .usingRecursiveComparison()
                .ignoringFields("output")
                .isEqualTo(
                        Reading.of(log.getBytes(StandardCharsets.UTF_8)).view().packages());
    }

    @Test
    void aStringMayHoldSeveralLines() {
        String id = "-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c";
        Reading reading =
                Reading.of(("{\"log\":\"==> Fetching file:///a\\n\"}\n".repeat(2) + "{\"log\":\"==> Installing zlib"
                                + id + "\\n==> zlib: Executing phase: 'edit'\\n==> Installing cmake" + id + "\\n\"}\n")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().packages())
                .extracting(p -> p.ref().name(), p -> p.phases().size())
                .containsExactly(tuple("zlib", 1), tuple("cmake", 0));
    }

    @Test
    void aStringInALogThatIsNoneIsLeftAlone() {
        String id = "zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c";
        Reading reading =
                Reading.of(("==> Fetching file:///a\n" + ("{\"log\":\"==> Installing " + id + "\\n\"}\n").repeat(3))
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().packages()).isEmpty();
    }

    @Test
    void indentationBehindItIsKept() {
        String head = IntStream.range(0, 3)
                .mapToObj(i -> "x-1 | ==> Fetching file:///a\n")
                .reduce("", String::concat);
        Reading reading = Reading.of((head + "x-1 |     indented\nx-1 |\n").getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().log().output()).containsExactly("    indented");
    }

    @Test
    void whatPeopleQuoteIsNoPrefix() {
        Reading reading = Reading.of("""
                # run this: ==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c
                ==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c [1/1]
                # run this: ==> zlib: Successfully installed zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c
                """.replace("# run this: ", "echo \"").getBytes(StandardCharsets.UTF_8));

        assertThat(reading.facts())
                .noneMatch(f -> f instanceof PackageFact.Finished p
                        && p.outcome().name().equals("SUCCEEDED"));
    }

    @Test
    void aCommentInFrontOfALogIsNoPrefix() {
        String id = "zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c";
        Reading reading = Reading.of(("""
                # This is what it should print:
                # ==> Installing %1$s [1/1]
                # ==> zlib: Executing phase: 'edit'
                # ==> zlib: Successfully installed %1$s
                # Let us see.
                ==> Installing %1$s [1/1]
                # ==> zlib: Successfully installed %1$s
                """.formatted(id)).getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().packages()).extracting(PackageView::outcome).containsExactly(Outcome.UNFINISHED);
    }

    @Test
    void whatStandsBeforeAllLinesOfAShortLogIsNoComment() {
        String id = "zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c";
        Reading reading = Reading.of(("""
                $ ==> Installing %1$s [1/1]
                $ ==> zlib: Executing phase: 'edit'
                $ ==> zlib: Successfully installed %1$s
                """.formatted(id)).getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().packages()).extracting(PackageView::outcome).containsExactly(Outcome.SUCCEEDED);
    }

    @Test
    void theOnlyLineShowsWhatStandsInFrontOfIt() {
        Reading reading = Reading.of(
                "zlib\t==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c\n".getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().packages()).hasSize(1);
    }

    @Test
    void aPrefixMayBeginAndEndWithinALog() {
        RecordedLog recording = RecordedLog.of("0.21-fail-fast");
        long lines = new String(recording.log(), StandardCharsets.UTF_8).lines().count();

        RecordedLogsTest.check(
                recording, Prefixes.lines((i, l) -> (i > lines / 4 && i < 3 * lines / 4 ? "build host " : "") + l));
    }

    @Test
    void linesOfOthersAmongThemChangeNothing() {
        for (String name : RECORDINGS) {
            RecordedLogsTest.check(
                    RecordedLog.of(name),
                    Prefixes.lines((i, l) -> (i % 7 == 3 ? "[  OK  ] Started Session %d.\n".formatted(i) : "")
                            + "[%12.6f] cloud-init[812]: ".formatted(95 + i / 7.0)
                            + l));
        }
    }

    @Test
    void whatAnInstallerQuotesFromALogIsNoPrefix() {
        Reading reading = Reading.of("""
                x:1 error found in build log:
                x:     1     ==> zlib: Executing phase: 'build'
                x:     2     ==> zlib: Executing phase: 'install'
                x:  >> 3     make: *** [Makefile:57: lib-release] Error 2
                """.replace("x:", "zlib ").getBytes(StandardCharsets.UTF_8));

        assertThat(reading.view().packages()).isEmpty();
        assertThat(reading.view().failures()).hasSize(1);
    }

    private static byte[] installing(String prefix) {
        return (prefix + "==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c\n").getBytes(StandardCharsets.UTF_8);
    }
}
