package dev.pctl.progress.machine.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceAndStallTest {

    private static final PackageRef GCC = new PackageRef("gcc", "13.2.0", "abcdefg");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Progress progress = Progress.builder("image")
            .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
            .watchdog(new SlowPackageWatchdog())
            .watchdog(new StallWatchdog())
            .driven()
            .start();

    @AfterEach
    void close() {
        progress.close();
    }

    private void begin(int p10, int p50, int p90, int samples) {
        progress.record(new PackageFact.Started(GCC, 1, 1, 1));
        progress.record(new PackageFact.MethodKnown(GCC, 1, InstallMethod.SOURCE));
        progress.record(new ForecastFact.PackageTotal(
                GCC,
                new Forecast(
                        Duration.ofMinutes(p10), Duration.ofMinutes(p50), Duration.ofMinutes(p90), "basis", samples)));
        progress.tick();
    }

    private void pass(int minutes) {
        for (int i = 0; i < minutes; i++) {
            now = now.plusSeconds(60);
            progress.tick();
        }
    }

    private void passUsing(double cores, int minutes) {
        for (int i = 0; i < minutes; i++) {
            progress.record(new SampleFact.Cpu(cores / 2, 2.0, 2));
            pass(1);
        }
    }

    private Advice advice(String id) {
        return progress.view().advice().raised(id);
    }

    @Test
    void saysThatASlowStepBegins() {
        begin(40, 60, 90, 0);

        assertThat(advice("slow-step:gcc/abcdefg").seen())
                .isEqualTo("gcc@13.2.0 builds from source: 40–90 min, 8 GB (basis)");
        progress.record(new PackageFact.Finished(GCC, 1, Outcome.SUCCEEDED, null, Map.of(), null, null));
        progress.tick();
        assertThat(progress.view().advice().raised()).isEmpty();
    }

    @Test
    void aQuickStepIsNoNews() {
        begin(1, 2, 3, 4);

        assertThat(progress.view().advice().raised()).isEmpty();
    }

    @Test
    void saysThatAPackageTakesLongerThanUsualOnlyWhereThereIsAUsual() {
        begin(3, 4, 5, 7);
        pass(5);
        assertThat(advice("slower-than-usual:gcc/abcdefg")).isNull();
        pass(1);
        assertThat(advice("slower-than-usual:gcc/abcdefg").seen())
                .contains("takes longer than usual: 6 min so far, 1.5 times the usual 4; nine of ten took up to 5");
    }

    @Test
    void silenceWithinTheForecastIsNormal() {
        begin(40, 60, 90, 3);
        pass(45);

        assertThat(advice("stalled")).isNull();
    }

    @Test
    void judgesSilenceByWhatTheMachineDoes() {
        begin(1, 2, 3, 0);
        passUsing(0.9, 11);
        assertThat(advice("stalled").seen()).contains("quiet but working");

        passUsing(0.001, 1);
        assertThat(advice("stalled").seen()).as("a moment is no proof").contains("quiet but working");
        passUsing(0.001, 2);
        assertThat(advice("stalled").seen()).contains("probably stalled");
        assertThat(advice("stalled").severity()).isEqualTo(Advice.Severity.WARNING);

        progress.record(new LogFact.Output(1, GCC, "still here", null));
        progress.tick();
        assertThat(advice("stalled")).isNull();
    }

    @Test
    void saysThatItDoesNotKnowTheMachine() {
        begin(1, 2, 3, 0);
        pass(11);

        assertThat(advice("stalled").seen()).contains("nothing is known of the machine");
    }

    @Test
    void announcesAWellKnownLongOneBeforeItBeginsAndSaysWhatComesNext() {
        PackageRef zlib = new PackageRef("zlib", "1.3", "zzzzzzz");
        PackageRef llvm = new PackageRef("llvm", "15.0.7", "lllllll");
        PackageRef openmpi = new PackageRef("openmpi", "4.1.4", "ooooooo");
        progress.record(new PlanFact.Planned(List.of(
                new PlanFact.Node(openmpi, true, InstallMethod.SOURCE, List.of(llvm.id())),
                new PlanFact.Node(llvm, false, InstallMethod.SOURCE, List.of(zlib.id())),
                new PlanFact.Node(zlib, false, InstallMethod.SOURCE, List.of()))));
        progress.tick();
        assertThat(progress.view().advice().raised()).as("zlib must be built first").isEmpty();
        progress.record(new PackageFact.Started(zlib, 1, 1, 3));
        progress.tick();
        assertThat(advice("slow-step:llvm/lllllll").seen())
                .isEqualTo("llvm@15.0.7 builds from source: 90–120 min, 14 GB (typical); next: openmpi");
        progress.record(new ForecastFact.PackageTotal(
                llvm,
                new Forecast(
                        Duration.ofMinutes(50),
                        Duration.ofMinutes(55),
                        Duration.ofMinutes(61),
                        "based on 3 builds",
                        3)));
        progress.tick();
        assertThat(advice("slow-step:llvm/lllllll").seen())
                .isEqualTo("llvm@15.0.7 builds from source: 50–61 min, 14 GB (based on 3 builds); next: openmpi");
        assertThat(advice("slow-step:openmpi/ooooooo")).isNull();
    }

    @Test
    void believesHistoryOfAPhaseMoreThanTypicalTimes() {
        begin(1, 2, 3, 0);
        progress.record(new PhaseFact.Started(GCC, 1, "configure"));
        progress.record(new ForecastFact.PhaseTotal(
                GCC,
                "configure",
                new Forecast(
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(25),
                        Duration.ofMinutes(30),
                        "based on 4 builds",
                        4)));
        passUsing(0.001, 29);
        assertThat(advice("stalled")).as("it is always silent for so long").isNull();
        passUsing(0.001, 3);
        assertThat(advice("stalled").seen()).contains("probably stalled (not sure: the machine uses no processor time");
    }

    @Test
    void aLogThatGrowsIsASignOfLife() {
        begin(1, 2, 3, 0);
        for (int i = 0; i < 40; i++) {
            progress.record(new SampleFact.LogSize("/tmp/spack-build-out.txt", 100L * i));
            passUsing(0.001, 1);
        }
        assertThat(advice("stalled")).isNull();
    }
}
