package dev.pctl.progress.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceAndStallTest {

    private static final PackageRef GCC = new PackageRef("gcc", "13.2.0", "abcdefg");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Progress progress = Progress.builder("image")
            .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
            .watchdog(new PaceWatchdog())
            .watchdog(new StallWatchdog())
            .driven()
            .start();

    @AfterEach
    void close() {
        progress.close();
    }

    private void begin(int p10, int p50, int p90, int samples) {
        progress.record(new PackageFact.Started(GCC, 1, 1, 1));
        progress.record(new PackageFact.MethodKnown(GCC, 1, Method.SOURCE));
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

    private Advice advice(String id) {
        return progress.view().advice(id);
    }

    @Test
    void saysThatASlowStepBegins() {
        begin(40, 60, 90, 0);

        assertThat(advice("slow-step:gcc/abcdefg").seen())
                .isEqualTo("gcc@13.2.0 builds from source: 40 to 90 minutes (basis)");
        progress.record(new PackageFact.Finished(GCC, 1, Outcome.SUCCEEDED, null, Map.of(), null, null));
        progress.tick();
        assertThat(progress.view().advice()).isEmpty();
    }

    @Test
    void aQuickStepIsNoNews() {
        begin(1, 2, 3, 4);

        assertThat(progress.view().advice()).isEmpty();
    }

    @Test
    void saysThatAPackageTakesLongerThanUsualOnlyWhereThereIsAUsual() {
        begin(3, 4, 5, 7);
        pass(5);
        assertThat(advice("slower-than-usual:gcc/abcdefg")).isNull();
        pass(1);
        assertThat(advice("slower-than-usual:gcc/abcdefg").seen()).contains("takes longer than usual: 6 minutes");
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
        progress.record(new SampleFact.Cpu(0.9, 2.0, 2));
        pass(11);
        assertThat(advice("stalled").seen()).contains("quiet but working");

        progress.record(new SampleFact.Cpu(0.001, 0.0, 2));
        pass(1);
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
}
