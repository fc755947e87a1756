package dev.pctl.progress.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.state.PackageView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryForecasterTest {

    private static final List<String> NAMES = List.of("alpha", "beta", "gamma", "delta");
    private static final int EACH = 100;

    private final History history = History.inMemory();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Progress begin() {
        return Progress.builder("image")
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .forecaster(HistoryForecaster.of(history))
                .driven()
                .start();
    }

    /** Builds four roots of a hundred seconds each, and looks every second. */
    private List<Double> run(double slowness, List<Double> errors) {
        List<Double> fractions = new ArrayList<>();
        Instant end = now.plusMillis((long) (NAMES.size() * EACH * slowness * 1000));
        Instant start = now;
        try (Progress progress = begin()) {
            for (int i = 0; i < NAMES.size(); i++) {
                String name = NAMES.get(i);
                PackageRef ref = new PackageRef(name, "1.0", "abcdefg" + i);
                progress.record(new RootFact.Started(name, i + 1, NAMES.size()));
                progress.record(new PackageFact.Started(ref, 1, 1, 1));
                progress.record(new PackageFact.MethodKnown(ref, 1, Method.SOURCE));
                for (int s = 0; s < EACH * slowness; s++) {
                    progress.tick();
                    Forecast rest = progress.view().remaining(now);
                    double truth = Duration.between(now, end).toMillis() / 1000.0;
                    if (rest != null
                            && Duration.between(start, now)
                                            .compareTo(
                                                    Duration.between(start, end).dividedBy(3))
                                    > 0) {
                        errors.add(Math.abs(rest.p50().toMillis() / 1000.0 - truth) / truth);
                    }
                    fractions.add(progress.view().fraction());
                    now = now.plusSeconds(1);
                }
                progress.record(
                        new PackageFact.Finished(ref, 1, Outcome.SUCCEEDED, null, java.util.Map.of(), null, null));
                progress.record(new RootFact.Finished(name, Outcome.SUCCEEDED));
            }
            progress.finish(Outcome.SUCCEEDED);
        }
        return fractions;
    }

    @Test
    void recordsRunsRootsAndPackages() {
        run(1, new ArrayList<>());

        assertThat(history.all())
                .extracting(BuildRecord::unit)
                .containsOnly(BuildRecord.Unit.PACKAGE, BuildRecord.Unit.ROOT, BuildRecord.Unit.RUN);
        assertThat(history.of("image")).singleElement().satisfies(r -> {
            assertThat(r.seconds()).isEqualTo(400);
            assertThat(r.outcome()).isEqualTo(Outcome.SUCCEEDED);
        });
        assertThat(history.of("beta")).hasSize(2);
    }

    @Test
    void knowsTheRemainingTimeOfARepeatedBuild() {
        run(1, new ArrayList<>());
        run(1, new ArrayList<>());
        List<Double> errors = new ArrayList<>();
        run(1, errors);

        errors.sort(null);
        assertThat(errors).isNotEmpty();
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.1);
    }

    @Test
    void noticesThatTheMachineIsSlowerToday() {
        run(1, new ArrayList<>());
        run(1, new ArrayList<>());
        List<Double> errors = new ArrayList<>();
        run(1.5, errors);

        errors.sort(null);
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.3);
    }

    @Test
    void theShareOfTheWorkNeverGoesBack() {
        run(1, new ArrayList<>());
        List<Double> fractions = run(2.5, new ArrayList<>());

        assertThat(fractions).isSorted();
    }

    @Test
    void saysNothingOfARunOfWhichNothingIsKnown() {
        try (Progress progress = begin()) {
            progress.tick();

            assertThat(progress.view().remaining(now)).isNull();
        }
    }

    @Test
    void refinesAPackageByItsSteps() {
        PackageRef ref = new PackageRef("alpha", "1.0", "abcdefg");
        try (Progress progress = begin()) {
            progress.record(new PackageFact.Started(ref, 1, 1, 1));
            progress.record(new PackageFact.MethodKnown(ref, 1, Method.SOURCE));
            progress.record(new PhaseFact.Started(ref, 1, "build"));
            for (int i = 1; i <= 90; i++) {
                now = now.plusSeconds(10);
                progress.record(new PhaseFact.Steps(ref, 1, "build", i, 100L, true, null));
                progress.tick();
            }

            PackageView alpha = progress.view().packageOf(ref.id());
            assertThat(alpha).isNotNull();
            assertThat(alpha.forecast().p50()).isBetween(Duration.ofSeconds(950), Duration.ofSeconds(1300));
        }
    }
}
