package dev.pctl.progress.benchmarks;

import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.internal.state.RunProjection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a history of a hundred thousand records, nine in ten with milestones, costs: to open, to ask for a package, to forecast from. Hosts open it once,
 * when they have just begun: {@code -bm ss -wi 0 -i 1 -f 5} shows that.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HistoryBenchmark {

    private static final int RECORDS = 100_000;
    private static final int PACKAGES = 500;
    private static final List<String> MARKS = List.of(
            "autoreconf",
            "configure",
            "build",
            "build 20%",
            "build 40%",
            "build 60%",
            "build 80%",
            "build 100%",
            "install");

    private Path file = Path.of("");
    private JsonlBuildHistory history = JsonlBuildHistory.open(file);
    private int asked;

    /** Writes the history file. */
    @Setup(Level.Trial)
    public void write() throws IOException {
        file = Files.createTempFile("history", ".jsonl");
        Files.delete(file);
        history = JsonlBuildHistory.open(file);
        List<BuildRecord> records = new ArrayList<>();
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < RECORDS; i++) {
            at = at.plusSeconds(60);
            records.add(BuildRecord.builder("package-" + i % PACKAGES, at, Duration.ofMillis(1000 + i % 70_000))
                    .version("1." + i % 7)
                    .hash("23njwcmmq3rzan6pdlhy4o32izhlht3c")
                    .method(i % 10 == 0 ? InstallMethod.BINARY_CACHE : InstallMethod.SOURCE)
                    .session("run-" + i / 40)
                    .title("image")
                    .machine("c6i.4xlarge")
                    .cores(16)
                    .phases(Map.of("configure", 3.5, "build", 20.25, "install", 2.0))
                    .steps(i % 10 == 0 ? Map.of() : Map.of("build", 100L + i % 900))
                    .marks(i % 10 == 0 ? Map.of() : marks(i))
                    .build());
        }
        history.append(records);
    }

    /** Returns milestones at the start of phases and at fifths of one phase, at different times for each build. */
    private static Map<String, Double> marks(int i) {
        Map<String, Double> marks = new LinkedHashMap<>();
        for (String mark : MARKS) {
            marks.put(mark, (7 * i % 1000 + 1000 * marks.size()) / 10.0);
        }
        return marks;
    }

    /** Deletes the file. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
    }

    /** Opens the history and reads all records. */
    @Benchmark
    public int open() {
        return JsonlBuildHistory.open(file).all().size();
    }

    /** Reads the builds of a package from an open history, which checks whether the file has changed. */
    @Benchmark
    public List<BuildRecord> ask() {
        asked = (asked + 1) % PACKAGES;
        return history.of("package-" + asked);
    }

    /** Trains from an open history and makes the first forecast of an empty run. */
    @Benchmark
    public List<ForecastFact> forecast() {
        return HistoryForecaster.of(history).forecast(new RunProjection("run").view(), Instant.EPOCH);
    }
}
