package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.fleet.Fleet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs in every state, at one moment. */
final class SampleFleet {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final List<String> TITLES =
            List.of("gromacs image", "openfoam image", "wrf image", "foundation", "pytorch image");

    private final Fleet fleet =
            Fleet.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).build();
    private final Map<String, Long> sequences = new HashMap<>();

    /** Returns a fleet of that many runs. */
    static Fleet of(int runs) {
        SampleFleet sample = new SampleFleet();
        for (int i = 0; i < runs; i++) {
            sample.add(i, "run-" + i, TITLES.get(i % TITLES.size()));
        }
        return sample.fleet;
    }

    /** Returns a fleet with a text in every place where a text can be. */
    static Fleet with(String text) {
        SampleFleet sample = new SampleFleet();
        for (int i = 0; i < 8; i++) {
            sample.add(i, "run-" + i + text, text);
        }
        sample.report("run-0" + text, "node " + text, 5, new RunFact.Heartbeat());
        sample.report(
                "run-0" + text,
                "main",
                3000,
                new FailureFact.Diagnosed(Diagnosis.builder(FailureCause.COMPILE, text)
                        .summary(text)
                        .remedies(List.of(text))
                        .build()));
        return sample.fleet;
    }

    private void add(int index, String run, String title) {
        int begun = 1800 + index % 7 * 60;
        report(run, begun, new RunFact.Started(title, Map.of("arch", index % 2 == 0 ? "x86_64" : "arm64")));
        for (int i = 1; i <= 3 + index % 4; i++) {
            PackageRef ref = PackageRef.of(
                    List.of("zlib", "cmake", "hdf5", "openmpi", "gcc", "fftw").get(i - 1), "1." + i);
            report(run, begun + i * 60, new PackageFact.Started(ref, 1, i, 12));
            report(run, begun + i * 60 + 1, new PhaseFact.Started(ref, 1, "build"));
            if (i < 3 + index % 4) {
                report(run, begun + i * 60 + 50, PackageFact.succeeded(ref));
            }
        }
        Duration left = Duration.ofMinutes(8 + index % 5);
        report(
                run,
                3590,
                new ForecastFact.RunRemaining(
                        new Forecast(left.dividedBy(2), left, left.multipliedBy(2), "3 previous builds", 3)));
        report(run, 3599, new RunFact.Heartbeat());
        end(index, run);
    }

    private void end(int index, String run) {
        switch (index % 25) {
            case 1 -> {
                PackageRef hdf5 = PackageRef.of("hdf5", "1.3");
                report(
                        run,
                        3500,
                        new FailureFact.Diagnosed(Diagnosis.builder(
                                        FailureCause.COMPILE,
                                        "H5public.h:35:10: fatal error: mpi.h: No such file or directory")
                                .packageRef(hdf5)
                                .phase("build")
                                .summary("The header mpi.h is not found")
                                .remedies(List.of(
                                        "Add an MPI to the dependencies of hdf5: spack install hdf5+mpi ^openmpi"))
                                .build()));
                report(run, 3500, new RunFact.Finished(Outcome.FAILED, "exit 1"));
            }
            case 2 -> {
                Advice advice = new Advice(
                                "disk-full:/",
                                Advice.Severity.CRITICAL,
                                "/ will be full in about 5 minutes",
                                null,
                                List.of("Use a larger disk: --disk 200"))
                        .asking(Question.continueAnyway(Duration.ofMinutes(2)));
                report(run, 3590, new AdviceFact.Raised(advice));
                report(run, 3590, new AdviceFact.Asked("disk-full:/", NOW.plusSeconds(45)));
            }
            case 3 ->
                report(
                        run,
                        3590,
                        new AdviceFact.Raised(new Advice(
                                "memory",
                                Advice.Severity.WARNING,
                                "memory is 93% full",
                                null,
                                List.of("Use fewer jobs: -j 4"))));
            case 5, 8, 11, 14, 17 -> report(run, 3550, new RunFact.Finished(Outcome.SUCCEEDED, null));
            case 6 -> report(run, 3550, new RunFact.Finished(Outcome.CANCELLED, "stopped by the user"));
            case 7 -> report(run, "node2", 3000, new RunFact.Heartbeat());
            default -> report(run, 3599, new RunFact.Heartbeat());
        }
    }

    private void report(String run, int second, Fact fact) {
        report(run, "main", second, fact);
    }

    private void report(String run, String worker, int second, Fact fact) {
        long sequence = sequences.merge(run + '|' + worker, 1L, Long::sum);
        fleet.accept(new Event(run, worker, sequence, NOW.minusSeconds(3600 - second), fact));
    }
}
