package dev.pctl.progress.estimator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.Price;
import dev.pctl.progress.internal.util.Durations;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildStatisticsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static BuildRecord.Builder build(String name, double seconds) {
        return BuildRecord.builder(name, START, seconds).title("gromacs");
    }

    private static final List<BuildRecord> HISTORY = List.of(
            build("gcc", 3600).build(),
            build("gcc", 4200).build(),
            build("gcc", 100).method(InstallMethod.BINARY_CACHE).build(),
            build("zlib", 10).build(),
            build("hdf5", 50).outcome(Outcome.FAILED).cause("disk-full").build(),
            build("gromacs", 4000).unit(Unit.RUN).build(),
            build("gromacs", 60).unit(Unit.RUN).outcome(Outcome.FAILED).build(),
            BuildRecord.builder("other", START, 5.0)
                    .title("else")
                    .unit(Unit.RUN)
                    .build());

    @Test
    void countsBuildsAndTheirTime() {
        BuildStatistics all = BuildStatistics.of(HISTORY, null);

        assertThat(all.templates()).extracting(BuildStatistics.Span::name).containsExactly("gromacs", "other");
        assertThat(all.templates().get(0).successRate()).isEqualTo(0.5);
        assertThat(all.packages().get(0).name()).isEqualTo("gcc");
        assertThat(all.packages().get(0).mean()).isEqualTo(3900);
        assertThat(all.packages().get(0).deviation()).isCloseTo(424.26, within(0.01));
        assertThat(all.built()).isEqualTo(3);
        assertThat(all.cached()).isEqualTo(1);
        assertThat(all.savedSeconds()).isEqualTo(3800);
        assertThat(all.causes()).containsEntry("disk-full", 1);
        assertThat(all.recommendations())
                .contains("Put gcc into a binary cache: built 2 times, 65 minutes each")
                .anyMatch(r -> r.startsWith("Use a larger volume"));
    }

    @Test
    void sharesTheCostOfARunAmongItsPackagesByTheirTime() throws IOException {
        BuildRecord run = build("gromacs", 3600)
                .unit(Unit.RUN)
                .session("s")
                .price(new Price(new BigDecimal("2.40"), "EUR"))
                .build();
        List<BuildRecord> history = List.of(
                build("gcc", 3600).session("s").build(),
                build("llvm", 2400).session("s").build(),
                BuildRecord.ofJson(run.toJson()));

        BuildStatistics statistics = BuildStatistics.of(history, null);

        assertThat(statistics.runCosts()).containsExactly(new BuildCost("gromacs", "EUR", 2.4, 1));
        assertThat(statistics.packageCosts()).extracting(BuildCost::name).containsExactly("gcc", "llvm");
        assertThat(statistics.packageCosts().get(0).amount()).isCloseTo(1.44, within(1e-9));
        assertThat(BuildStatistics.of(HISTORY, null).runCosts()).isEmpty();
    }

    @Test
    void keepsVersionsApartAndShowsTheLastThirtyDays() {
        BuildStatistics statistics = BuildStatistics.of(
                List.of(
                        build("python", 100).version("2.7").build(),
                        build("python", 400).version("3.11").build(),
                        build("zlib", 5).version("1.3").build(),
                        build("gromacs", 1000).unit(Unit.RUN).build(),
                        build("gromacs", 2000)
                                .unit(Unit.RUN)
                                .started(START.plusSeconds(40 * 86_400L))
                                .build()),
                null);

        assertThat(statistics.versions())
                .extracting(BuildStatistics.Span::name)
                .containsExactly("python@3.11", "python@2.7");
        assertThat(statistics.recent()).singleElement().satisfies(s -> {
            assertThat(s.count()).isEqualTo(1);
            assertThat(s.mean()).isEqualTo(2000);
        });
    }

    @Test
    void tellsOfPhasesPeaksHitsAndTrend() {
        List<BuildRecord> history = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            history.add(BuildRecord.builder("gromacs", START.plusSeconds(i * 10_000L), 1000.0 + 500 * (i / 2))
                    .unit(Unit.RUN)
                    .use(new BuildRecord.Use(7L + i, 0L, 3L))
                    .build());
        }
        history.add(build("gcc", 100)
                .phases(Map.of("configure", 20.0, "build", 80.0))
                .use(new BuildRecord.Use(5L, 1L, 90L))
                .build());
        history.add(build("zlib", 1).method(InstallMethod.BINARY_CACHE).build());
        BuildStatistics all = BuildStatistics.of(history, null);

        assertThat(all.phases()).extracting(BuildStatistics.Span::name).containsExactly("build", "configure");
        assertThat(all.peaks()).isEqualTo(new BuildStatistics.Peaks(10L, "gromacs", 90L, "gcc"));
        assertThat(all.trend()).isEqualTo(1.5);
        assertThat(all.cacheHitRate()).isEqualTo(0.5);
    }

    @Test
    void canBeOfOneTemplate() {
        assertThat(BuildStatistics.of(HISTORY, "else").templates())
                .extracting(BuildStatistics.Span::name)
                .containsExactly("other");
        assertThat(BuildStatistics.of(List.of(), null).packages()).isEmpty();
    }

    @Test
    void causesComeInTheOrderOfTheirNames() {
        List<BuildRecord> failed = new ArrayList<>();
        for (String cause : List.of("timeout", "memory", "fetch", "disk-full", "compile", "link")) {
            failed.add(build("gcc", 1).outcome(Outcome.FAILED).cause(cause).build());
        }

        assertThat(BuildStatistics.of(failed, null).causes().keySet())
                .containsExactly("compile", "disk-full", "fetch", "link", "memory", "timeout");
    }

    /** Of builds that really were: the same statistics each time, and forecasts of half a minute and more judged. */
    @Test
    void judgesForecastsOfRealBuilds() throws IOException {
        List<BuildRecord> history = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/spack-runs.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Instant start = Instant.EPOCH.plus(Durations.duration(Double.parseDouble(cells[5])));
            history.add(BuildRecord.builder(cells[3], start, Double.parseDouble(cells[6]))
                    .version(cells[4])
                    .session(cells[2])
                    .title(cells[2])
                    .machine(cells[1])
                    .build());
        }
        BuildStatistics all = BuildStatistics.of(history, null);

        assertThat(all).isEqualTo(BuildStatistics.of(history, null));
        assertThat(all.trackRecord()).isNotNull();
        assertThat(all.trackRecord().forecasts()).isEqualTo(15);
        assertThat(all.trackRecord().medianError()).isBetween(0.01, 1.0);
        assertThat(all.trackRecord().held()).isBetween(0.5, 1.0);
        assertThat(BuildStatistics.of(history, "0.23-env-offline").trackRecord())
                .isNull();
    }
}
