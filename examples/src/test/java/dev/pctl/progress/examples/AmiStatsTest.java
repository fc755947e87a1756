package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ami stats} as its users run it, on a history of three builds of one template and one of another. */
@Timeout(120)
class AmiStatsTest {

    private static final Instant FIRST = Instant.parse("2026-03-01T08:00:00Z");
    private static final long GB = 1L << 30;

    @TempDir
    private Path folder;

    private JsonlBuildHistory history;

    @BeforeEach
    void build() {
        history = JsonlBuildHistory.open(folder.resolve("home/build-history.jsonl"));
        build("gromacs", 0, 58, Outcome.SUCCEEDED);
        build("gromacs", 1, 66, Outcome.SUCCEEDED);
        build("gromacs", 2, 20, Outcome.FAILED);
        build("tools", 3, 5, Outcome.SUCCEEDED);
        for (int hour = 0; hour < 6; hour++) {
            history.append(
                    List.of(BuildRecord.builder("cmake", FIRST.plus(Duration.ofHours(hour)), Duration.ofMinutes(4))
                            .title("gromacs")
                            .build()));
        }
    }

    /** A run whose one package takes all but a minute. */
    private void build(String template, int day, int minutes, Outcome outcome) {
        Instant start = FIRST.plus(Duration.ofDays(day));
        BuildRecord.Builder pkg = BuildRecord.builder("gcc", start, Duration.ofMinutes(minutes - 1))
                .title(template)
                .version("11.3.0")
                .outcome(outcome)
                .phases(Map.of("build", 50.0 * (minutes - 1), "install", 10.0 * (minutes - 1)));
        if (outcome == Outcome.FAILED) {
            pkg.cause("disk-full");
        }
        history.append(List.of(
                pkg.build(),
                BuildRecord.builder("zlib", start, Duration.ofSeconds(2))
                        .title(template)
                        .method(InstallMethod.BINARY_CACHE)
                        .build(),
                BuildRecord.builder(template, start, Duration.ofMinutes(minutes))
                        .unit(BuildRecord.Unit.RUN)
                        .title(template)
                        .outcome(outcome)
                        .use(new BuildRecord.Use(day * GB, GB, (4 + day) * GB))
                        .build()));
    }

    private HostProcess stats(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("ami", "stats", "--home", "home"));
        arguments.addAll(List.of(options));
        return HostProcess.run(folder, Map.of(), arguments.toArray(String[]::new));
    }

    @Test
    void printsTemplatesPackagesPeaksAndFailuresAsTables() throws Exception {
        HostProcess stats = stats();
        assertThat(stats.err()).isEmpty();
        assertThat(stats.out())
                .containsPattern("gromacs +3 +67% +62 min ± 6 min +.* 2026-03-03")
                .containsPattern("tools +1 +100% +5 min ")
                .containsPattern("gcc +4 +75% +42 min")
                .contains("Phases: build 83%, install 17%")
                .contains("Peaks: 3.0 GB of disk (tools), 7.0 GB of memory (tools)")
                .contains("Binary cache: 4 of 13 packages came from it\n")
                .containsPattern("Last [5-9] forecasts of 30s or more: median error \\d+%, interval held in \\d+%")
                .contains("Failures: 1\n    1  disk full")
                .contains("💡 Use a larger volume");
    }

    @Test
    void printsStatisticsOfOneTemplate() throws Exception {
        assertThat(stats("--template", "tools").out())
                .contains("tools")
                .contains("Failures: none")
                .doesNotContain("gromacs");
        assertThat(stats("--template", "templates/tools.yaml").out())
                .isEqualTo(stats("--template", "tools").out());
        HostProcess none = stats("--template", "other");
        assertThat(none.status()).isZero();
        assertThat(none.out()).isEqualTo("No builds of other yet.\n");
    }

    @Test
    void printsSameStatisticsAsJson() throws Exception {
        assertThat(stats("--json", "--template", "gromacs").out())
                .startsWith("{")
                .endsWith("}\n")
                .contains("\"name\" : \"gromacs\",\n    \"count\" : 3,\n    \"succeeded\" : 2,\n    \"mean\" : 3720.0")
                .contains("\"peaks\" : {\n    \"diskBytes\" : 2147483648,\n    \"diskBy\" : \"gromacs\"")
                .contains("\"causes\" : {\n    \"disk-full\" : 1\n  }")
                .contains("\"trackRecord\" : {\n    \"forecasts\" : ")
                .contains("\"recommendations\" : [ \"")
                .doesNotContain("tools");
    }

    @Test
    void clearsHistoryOnlyAfterConfirmation() throws Exception {
        HostProcess unsure = stats("--clear");
        assertThat(unsure.status()).isEqualTo(1);
        assertThat(unsure.err()).isEqualTo("stats: nothing is cleared; --yes clears without asking\n");
        try (PtySession session = PtySession.harness(Map.of(), folder, "ami", "stats", "--home", "home", "--clear")) {
            session.awaitText("Forget all builds? [y/N]");
            session.type("n\r");
            assertThat(session.waitFor()).isEqualTo(1);
        }
        assertThat(history.all()).hasSize(18);
        assertThat(stats("--clear", "--yes").out()).isEqualTo("The build history is cleared.\n");
        assertThat(history.all()).isEmpty();
        assertThat(stats().out()).isEqualTo("No builds yet.\n");
    }

    @Test
    void reportsDamagedLineAndUsesTheOthers() throws Exception {
        Path file = folder.resolve("home/build-history.jsonl");
        Files.writeString(file, Files.readString(file).replaceFirst("\"name\":\"tools\"", "\"name\":"));
        HostProcess stats = stats();
        assertThat(stats.status()).isZero();
        assertThat(stats.err())
                .startsWith("stats: ")
                .contains("build-history.jsonl")
                .hasLineCount(1);
        assertThat(stats.out()).contains("gromacs");
    }
}
