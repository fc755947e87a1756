package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.InstallMethod;
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

/** {@code ami compare} as its users run it, on a history of two builds of one template. */
@Timeout(120)
class AmiCompareTest {

    private static final Instant FIRST = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    private Path folder;

    @BeforeEach
    void build() {
        JsonlBuildHistory history = JsonlBuildHistory.open(folder.resolve("home/build-history.jsonl"));
        history.append(run(0, "c6a.4xlarge", InstallMethod.BINARY_CACHE, "1.14.0", 4));
        history.append(run(1, "t3.large", InstallMethod.SOURCE, "1.14.3", 1200));
    }

    private static List<BuildRecord> run(int day, String machine, InstallMethod method, String version, int seconds) {
        Instant start = FIRST.plus(Duration.ofDays(day));
        return List.of(
                BuildRecord.builder("hdf5", start, seconds)
                        .session("run-" + day)
                        .title("gromacs")
                        .machine(machine)
                        .method(method)
                        .version(version)
                        .build(),
                BuildRecord.builder("gromacs", start, seconds + 60)
                        .unit(BuildRecord.Unit.RUN)
                        .session("run-" + day)
                        .title("gromacs")
                        .machine(machine)
                        .build());
    }

    private HostProcess compare(String... builds) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("ami", "compare", "--home", "home"));
        arguments.addAll(List.of(builds));
        return HostProcess.run(folder, Map.of(), arguments.toArray(String[]::new));
    }

    @Test
    void comparesTheTwoNewestBuildsOfATemplate() throws Exception {
        HostProcess compare = compare("gromacs");
        assertThat(compare.err()).isEmpty();
        assertThat(compare.out())
                .contains("Before: gromacs succeeded after 64 s, started 2026-03-01T08:00:00Z")
                .contains("Other machine: c6a.4xlarge → t3.large")
                .containsPattern("hdf5 1.14.0 → 1.14.3 +cache lost +4.0 s +20 min +\\+20 min");
    }

    @Test
    void comparesEventStreamsAndRuns() throws Exception {
        Path journal = folder.resolve("events.jsonl");
        HostProcess events = HostProcess.run(folder, Map.of(), "replay", "0.23-pctl", "--json", "--speed", "max");
        Files.writeString(journal, events.out());

        assertThat(compare(journal.toString(), journal.toString()).out()).contains("Unchanged:");
        assertThat(compare("run-0", "run-1").out()).contains("cache lost");
    }

    @Test
    void saysWhichBuildDoesNotExist() throws Exception {
        HostProcess compare = compare("gromacs~2", "gromacs");
        assertThat(compare.status()).isEqualTo(1);
        assertThat(compare.err()).contains("only 2 builds of gromacs known, so gromacs~2 does not exist");
        assertThat(compare("amber").err()).contains("no build of amber is known");
    }
}
