package dev.pctl.progress.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.RetryAdvice;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.RunView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PackageRef GCC = PackageRef.of("gcc", "13.2.0");
    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");

    private static ProgressBuilder run() {
        return Progress.builder("image")
                .clock(Clock.fixed(START, ZoneOffset.UTC))
                .label("template", "starter.yaml")
                .driven();
    }

    private static Progress building(ProgressBuilder builder, Fact... more) {
        Progress progress = builder.start();
        at(progress, 0, new PackageFact.Started(ZLIB, 1, 1, 3));
        at(progress, 0, new PackageFact.MethodKnown(ZLIB, 1, InstallMethod.SOURCE));
        at(
                progress,
                9,
                PackageFact.Finished.builder(ZLIB, Outcome.SUCCEEDED)
                        .prefix("/opt/zlib")
                        .build());
        at(progress, 10, new PackageFact.Started(GCC, 1, 2, 3));
        at(progress, 11, new PhaseFact.Started(GCC, 1, "build"));
        at(progress, 12, new LogFact.Output(1, GCC, "  CXX   a.o"));
        for (Fact fact : more) {
            at(progress, 13, fact);
        }
        return progress;
    }

    private static void at(Progress progress, long second, Fact fact) {
        progress.record(START.plusSeconds(second), fact);
    }

    private static Diagnosis diagnosis(FailureCause cause, String kind, String... remedies) {
        return Diagnosis.builder(cause, "it broke")
                .packageRef(GCC)
                .phase("build")
                .kind(kind)
                .log("/tmp/stage/gcc.log")
                .line(7)
                .remedies(List.of(remedies))
                .build();
    }

    private static FailureFact failure(FailureCause cause, String kind, String... remedies) {
        return new FailureFact.Diagnosed(diagnosis(cause, kind, remedies));
    }

    @Test
    void aFullDiskIsNamedWithWhatIsFreeWhatWasNeededAndThreeFixes() {
        Remedies remedies = Remedies.standard().knowing(p -> p.name().equals("gcc") ? 8L << 30 : null);
        try (Progress progress = building(
                run().remedies(remedies),
                new SampleFact.Disk("/", 10L << 30, 40L << 30, 30L << 30),
                new SampleFact.Disk("/tmp", 20L << 30, 20L << 30, 0),
                failure(FailureCause.DISK_FULL, "no-space", "what the parser says"))) {
            Diagnosis failure = progress.view().failures().get(0);

            assertThat(failure.summary())
                    .isEqualTo("No space is left on /tmp: 0.0 of 20.0 GB free, and gcc needed 8.0 GB before");
            assertThat(failure.remedies())
                    .containsExactly(
                            "Use a larger volume: 30 GB instead of 20.0 GB",
                            "Free space on /tmp: remove old build directories and caches",
                            "Build on a disk with more than 8.0 GB free");
            assertThat(failure.retry()).isEqualTo(RetryAdvice.AFTER_FIX);
        }
    }

    @Test
    void diskWithFreeSpaceIsNotTheFullOne() {
        Remedies remedies = Remedies.standard();
        try (Progress progress = building(
                run().remedies(remedies),
                new SampleFact.Disk("/", 180L << 30, 252L << 30, 70L << 30),
                failure(FailureCause.DISK_FULL, "no-space", "what the parser says"))) {
            Diagnosis failure = progress.view().failures().get(0);

            assertThat(failure.summary()).isNotEqualTo("No space is left on /: 70.0 of 252.0 GB free");
            assertThat(failure.remedies()).noneMatch(r -> r.contains("252"));
        }
    }

    @Test
    void fewerJobsAreNamedByTheirNumber() {
        try (Progress progress = building(
                run(),
                new SampleFact.Memory(15L << 30, 16L << 30),
                new SampleFact.Cpu(1.0, 32.0, 32),
                failure(FailureCause.MEMORY, "out-of-memory", "what the parser says"))) {
            assertThat(progress.view().failures().get(0).remedies())
                    .containsExactly(
                            "Use fewer parallel jobs: 8 (for 32 cores and 16.0 GB of memory)",
                            "Use a machine with more than 16.0 GB of memory, or add swap");
        }
    }

    @Test
    void aFullDiskIsTheProbableReasonWhereTheLogSaysNone() {
        try (Progress progress = building(
                run(),
                new SampleFact.Disk("/", 10L << 30, 40L << 30, 30L << 30),
                new SampleFact.Disk("/tmp", 20L << 30, 20L << 30, 1 << 20),
                failure(FailureCause.UNKNOWN, null, "Look at the end of the log"))) {
            Diagnosis failure = progress.view().failures().get(0);

            assertThat(failure.cause()).isEqualTo(FailureCause.DISK_FULL);
            assertThat(failure.summary())
                    .isEqualTo("The log does not say why; probably because /tmp is full: 0.0 of 20.0 GB free");
            assertThat(failure.remedies()).first().isEqualTo("Use a larger volume: 30 GB instead of 20.0 GB");
            assertThat(failure.retry()).isEqualTo(RetryAdvice.AFTER_FIX);
        }
    }

    @Test
    void aDiskThatIsNearlyFullIsNoReason() {
        try (Progress progress = building(
                run(),
                new SampleFact.Disk("/tmp", 19L << 30, 20L << 30, 1L << 30),
                failure(FailureCause.UNKNOWN, null, "Look at the end of the log"))) {
            assertThat(progress.view().failures().get(0).cause()).isEqualTo(FailureCause.UNKNOWN);
        }
    }

    @Test
    void memoryThatIsUsedUpIsTheProbableReasonWhyAProcessWasKilled() {
        try (Progress progress = building(run(), new SampleFact.Memory(63L << 28, 16L << 30, 1L << 28, 0L, 0L))) {
            progress.finish(RunTermination.exited(137));
            Diagnosis failure = progress.view().failures().get(0);

            assertThat(failure.cause()).isEqualTo(FailureCause.MEMORY);
            assertThat(failure.summary()).isEqualTo("Killed, probably because memory ran out: 2 % of it was available");
            assertThat(failure.remedies()).first().asString().startsWith("Use fewer parallel jobs");
        }
    }

    @Test
    void withoutFiguresWhatTheParserSaysStays() {
        try (Progress progress = building(run(), failure(FailureCause.DISK_FULL, "no-space", "Use a larger volume"))) {
            assertThat(progress.view().failures().get(0).remedies()).containsExactly("Use a larger volume");
            assertThat(progress.view().failures().get(0).summary()).isNull();
        }
    }

    @Test
    void theHostsWordsForAKindWinOverThoseForTheCause() {
        Remedies remedies = Remedies.standard()
                .with(FailureCause.COMPILE, "Ask {name}'s maintainer, and show {location}")
                .with(
                        "missing-header",
                        "pctl ami build -t {template} --without {package}",
                        "{nonsense} is left out",
                        "{nonsense} or\nthis instead");
        RunView view = building(run()).view();

        assertThat(remedies.applyTo(diagnosis(FailureCause.COMPILE, "compile-error", "x"), view)
                        .remedies())
                .containsExactly("Ask gcc's maintainer, and show /tmp/stage/gcc.log:7");
        assertThat(remedies.applyTo(diagnosis(FailureCause.COMPILE, "missing-header", "x"), view)
                        .remedies())
                .containsExactly("pctl ami build -t starter.yaml --without gcc@13.2.0", "this instead");
    }

    @Test
    void whatAFailureBlocksKeepsAndCosts() {
        PackageRef openmpi = PackageRef.of("openmpi", "4.1.5");
        PackageRef hdf5 = PackageRef.of("hdf5", "1.14");
        PackageRef cmake = PackageRef.of("cmake", "3.27");
        try (Progress progress = building(
                run(),
                new PlanFact.Planned(List.of(
                        new PlanFact.Node(hdf5, true, null, List.of(openmpi.id())),
                        new PlanFact.Node(openmpi, false, null, List.of(GCC.id(), ZLIB.id())),
                        new PlanFact.Node(cmake, true, null, List.of(ZLIB.id())))),
                failure(FailureCause.COMPILE, null),
                PackageFact.failed(GCC))) {
            RunView view = progress.view();
            FailureImpact all = FailureImpact.of(view, view.failures().get(0), START.plusSeconds(99));

            assertThat(all.blocked()).extracting(p -> p.ref().name()).containsExactly("hdf5", "openmpi");
            assertThat(all.kept()).extracting(p -> p.ref().name()).containsExactly("zlib");
            assertThat(all.lost()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void whatWasSkippedBecauseOfWhatWasSkippedIsBlockedToo() {
        PackageRef openmpi = PackageRef.of("openmpi", "4.1.5");
        try (Progress progress = building(
                run(),
                failure(FailureCause.COMPILE, null),
                PackageFact.Finished.builder(PackageRef.of("hdf5", "1.14"), Outcome.SKIPPED)
                        .because(openmpi.id())
                        .build(),
                PackageFact.Finished.builder(openmpi, Outcome.SKIPPED)
                        .because(GCC.id())
                        .build())) {
            RunView view = progress.view();
            assertThat(FailureImpact.of(view, view.failures().get(0), START).blocked())
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "137, FAILED, KILLED, killed-by-signal, YES",
        "143, FAILED, KILLED, killed-by-signal, YES",
        "139, FAILED, UNKNOWN, crashed,",
        "124, FAILED, TIMEOUT, time-limit, YES",
        "127, FAILED, UNKNOWN, command-missing,",
        "2, FAILED, UNKNOWN, exit-status,",
    })
    void aProcessThatEndsWithoutAWordIsDiagnosed(
            int status, Outcome outcome, FailureCause cause, String kind, RetryAdvice retry) {
        try (Progress progress = building(run())) {
            progress.finish(RunTermination.exited(status));
            RunView view = progress.view();

            assertThat(view.outcome()).isEqualTo(outcome);
            assertThat(view.failures()).singleElement().satisfies(f -> {
                assertThat(f.cause()).isEqualTo(cause);
                assertThat(f.kind()).isEqualTo(kind);
                assertThat(f.packageRef()).isEqualTo(GCC);
                assertThat(f.phase()).isEqualTo("build");
                assertThat(f.excerpt()).containsExactly("  CXX   a.o");
                assertThat(f.summary()).contains("during gcc@13.2.0 (build)").contains("does not say why");
                assertThat(f.remedies()).isNotEmpty();
                assertThat(f.retry()).isEqualTo(retry);
            });
        }
    }

    @Test
    void whatTheLogHasExplainedIsNotExplainedAgain() {
        try (Progress progress = building(run(), failure(FailureCause.COMPILE, "missing-header", "x"))) {
            progress.finish(RunTermination.exited(1));
            assertThat(progress.view().failures()).hasSize(1);
            assertThat(progress.view().detail()).isEqualTo("exit status 1");
        }
    }

    @Test
    void successAndTheUsersOwnInterruptionAreNoFailures() {
        for (RunTermination ending : List.of(RunTermination.exited(0), RunTermination.exited(130))) {
            try (Progress progress = building(run())) {
                progress.finish(ending);
                assertThat(progress.view().failures()).isEmpty();
            }
        }
    }

    @Test
    void aMachineThatIsGoneAndALogThatJustEndsSayWhatWasGoingOn() {
        for (RunTermination ending : List.of(
                RunTermination.vanished("the instance i-0abc was terminated"),
                RunTermination.cut(),
                RunTermination.silent(Duration.ofMinutes(90)),
                RunTermination.timedOut(Duration.ofHours(6)))) {
            try (Progress progress = building(run())) {
                at(progress, 20, PackageFact.finished(GCC, Outcome.UNFINISHED));
                progress.finish(ending);
                Diagnosis failure = progress.view().failures().get(0);
                assertThat(failure.packageRef()).isEqualTo(GCC);
                assertThat(failure.message()).isEqualTo(ending.detail());
                assertThat(failure.summary()).containsIgnoringCase(ending.detail());
            }
        }
    }
}
