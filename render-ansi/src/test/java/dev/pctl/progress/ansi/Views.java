package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Creates views by folding facts at given seconds. */
public final class Views {

    static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    public static final PackageRef GCC = new PackageRef("gcc", "11.3.0", "aaaaaaa2222222222222222222222222");
    static final PackageRef ZLIB = new PackageRef("zlib", "1.2.13", "bbbbbbb2222222222222222222222222");

    private final RunProjection state = new RunProjection("run");
    private long sequence;

    public Views at(long second, Fact... facts) {
        for (Fact fact : facts) {
            state.apply(new Event("run", "main", ++sequence, START.plusSeconds(second), fact));
        }
        return this;
    }

    Views from(String worker, long second, Fact... facts) {
        for (Fact fact : facts) {
            state.apply(new Event("run", worker, ++sequence, START.plusSeconds(second), fact));
        }
        return this;
    }

    public RunView view() {
        return state.view();
    }

    static Instant second(long second) {
        return START.plusSeconds(second);
    }

    static Forecast forecast(long p10, long p50, long p90) {
        return new Forecast(
                Duration.ofSeconds(p10),
                Duration.ofSeconds(p50),
                Duration.ofSeconds(p90),
                "based on 3 previous builds",
                3);
    }

    /** Returns a build of GCC after 18 minutes, with zlib finished. */
    public static Views building() {
        return new Views()
                .at(0, new RunFact.Started("starter image", Map.of()))
                .at(0, new SampleFact.Disk("/", 12L << 30, 45L << 30, 33L << 30))
                .at(1, new RootFact.Started("gcc@11.3.0", 1, 5))
                .at(
                        2,
                        new PackageFact.Started(ZLIB, 1, 1, 2),
                        new PackageFact.MethodKnown(ZLIB, 1, InstallMethod.SOURCE))
                .at(
                        9,
                        PackageFact.Finished.builder(ZLIB, Outcome.SUCCEEDED)
                                .stated(Duration.ofMillis(6730))
                                .prefix("/opt/zlib")
                                .build())
                .at(
                        10,
                        new PackageFact.Started(GCC, 1, 2, 2),
                        new PackageFact.MethodKnown(GCC, 1, InstallMethod.SOURCE),
                        new ForecastFact.PackageTotal(GCC, forecast(2600, 2700, 3000)),
                        new PhaseFact.Started(GCC, 1, "configure"))
                .at(
                        145,
                        new PhaseFact.Started(GCC, 1, "build"),
                        new PhaseFact.Steps(GCC, 1, "build", 4823, 12450L, true, "gcc/tree-ssa-loop.c"),
                        new LogFact.Output(1, GCC, "  CXX   tree-ssa-loop.o"))
                .at(1090, new ForecastFact.RunRemaining(forecast(1500, 1620, 1900)));
    }

    /** Returns the same build with GCC failed and the disk nearly full. */
    public static Views failing() {
        return building()
                .at(
                        1091,
                        new AdviceFact.Raised(new Advice(
                                "disk-full:/",
                                Advice.Severity.CRITICAL,
                                "Disk / is 95% full (2.1 GB free)",
                                "A build that runs out of space fails",
                                List.of("Use a larger volume: --volume-size 80", "Clean up"))))
                .at(
                        1095,
                        new FailureFact.Diagnosed(Diagnosis.builder(
                                        FailureCause.COMPILE,
                                        "gcc/a.c:3:10: fatal error: nosuch.h: No such file or directory")
                                .packageRef(GCC)
                                .phase("build")
                                .kind("missing-header")
                                .subject("nosuch.h")
                                .summary("The header nosuch.h is not found")
                                .log("/tmp/stage/spack-build-out.txt")
                                .line(145)
                                .excerpt(List.of(
                                        "cc -c gcc/a.c",
                                        "gcc/a.c:3:10: fatal error: nosuch.h: No such file or directory",
                                        "compilation terminated."))
                                .excerptLine(144)
                                .remedies(List.of("Add the missing header", "Choose another version"))
                                .build()),
                        PackageFact.failed(GCC),
                        PackageFact.Finished.builder(PackageRef.of("openmpi", "4.1.4"), Outcome.SKIPPED)
                                .because(GCC.id())
                                .build());
    }

    /** Returns a view with the text in every field, a full disk and a question. */
    static Views everywhere(String given) {
        String text = given.isEmpty() ? "x" : given;
        PackageRef pkg = new PackageRef("p" + text, text, text);
        PackageRef other = PackageRef.of("q" + text, text);
        PackageRef planned = PackageRef.of("r" + text, text);
        PackageRef failed = PackageRef.of("f" + text, text);
        PackageRef skipped = PackageRef.of("s" + text, text);
        Advice asking = new Advice("q" + text, Advice.Severity.CRITICAL, text, text, List.of(text, text));
        Advice asked = new Advice("a" + text, Advice.Severity.WARNING, text, text, List.of(text));
        Question question = new Question(text, List.of(Decision.values()), Decision.STOP, Duration.ofMinutes(5));
        return new Views()
                .from(
                        "node" + text,
                        -500,
                        PackageFact.started(PackageRef.of("w" + text, text)),
                        new RootFact.Started("root" + text, null, null),
                        new FailureFact.Diagnosed(
                                Diagnosis.builder(FailureCause.COMPILE, text).build()))
                .at(0, new RunFact.Started(text, Map.of(text, text)), new RunFact.StatusReported(0.1, text))
                .at(0, new StageFact.Started(text, text, 1, 2), new LogFact.DialectDetected(text))
                .at(
                        0,
                        new PlanFact.Planned(List.of(
                                new PlanFact.Node(
                                        pkg, true, InstallMethod.SOURCE, List.of(other.id(), planned.id(), text)),
                                new PlanFact.Node(other, false, InstallMethod.BINARY_CACHE, List.of()),
                                new PlanFact.Node(planned, false, null, List.of()))))
                .at(1, new RootFact.Started(text, 1, 2))
                .at(1, new SampleFact.Disk(text, 1, 2, 1), new SampleFact.Disk("/other" + text, 1 << 30, 2 << 29, 1))
                .at(1, new SampleFact.TreeSize(text, 1, false), new SampleFact.LogSize(text, 1))
                .at(1, new SampleFact.Memory(1, 2), new SampleFact.Cpu(0.5, 1.0, 2), new SampleFact.Network(2000, 1))
                .at(
                        1,
                        new SampleFact.BlockedProcesses(List.of(
                                new SampleFact.BlockedProcess(1, text, SampleFact.WaitReason.LOCK, text, text))))
                .at(2, new PackageFact.Started(pkg, 1, 1, 2), new PackageFact.Started(other, 1, 2, 2))
                .at(2, forecasts(pkg, text).toArray(Fact[]::new))
                .at(3, new PhaseFact.Started(pkg, 1, "before" + text), new PhaseFact.Started(pkg, 1, text))
                .at(4, new PhaseFact.Steps(pkg, 1, text, 3, 9L, true, text))
                .at(4, new PhaseFact.Started(other, 1, text))
                .at(5, new PackageFact.LogLocated(pkg, 1, "/tmp/" + text))
                .at(5, new LogFact.Output(1, null, text), new LogFact.Output(2, pkg, text))
                .at(6, new PackageFact.Activity(other, 1, PackageFact.Kind.FETCHING, text))
                .at(7, new AdviceFact.Raised(asking.asking(question)), new AdviceFact.Asked(asking.id(), second(300)))
                .at(7, new AdviceFact.Raised(asked.asking(question)))
                .at(7, new AdviceFact.Decided(asked.id(), Decision.PAUSE, true))
                .at(8, new FailureFact.Diagnosed(diagnosis(failed, text)))
                .at(
                        9,
                        PackageFact.Finished.builder(failed, Outcome.FAILED)
                                .prefix(text)
                                .build(),
                        PackageFact.Finished.builder(skipped, Outcome.SKIPPED)
                                .prefix(text)
                                .because(text)
                                .build());
    }

    private static List<Fact> forecasts(PackageRef pkg, String text) {
        Forecast guess = new Forecast(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(90), text, 3);
        List<PreviousRun> runs = List.of(new PreviousRun(text, START, Duration.ofMinutes(2)));
        ByteInterval bytes = new ByteInterval(1, 2, 3);
        return List.of(
                new ForecastFact.PackageTotal(pkg, guess),
                new ForecastFact.PhaseTotal(pkg, text, guess),
                new ForecastFact.AlternativeMethod(pkg, InstallMethod.BINARY_CACHE, guess),
                new ForecastFact.PackageDiskNeed(pkg, bytes, text),
                new ForecastFact.DiskNeed(bytes, text),
                new ForecastFact.RunTotal(guess),
                new ForecastFact.RunRemaining(guess),
                new ForecastFact.Precedents(runs, runs),
                new ForecastFact.CriticalPath(List.of(text, pkg.id())),
                new ForecastFact.DiskOutlook(text, 1e6, guess, null, null, guess, ForecastFact.Verdict.AT_RISK));
    }

    private static Diagnosis diagnosis(PackageRef pkg, String text) {
        return Diagnosis.builder(FailureCause.COMPILE, text)
                .packageRef(pkg)
                .phase(text)
                .kind(text)
                .subject(text)
                .summary(text)
                .log("/tmp/" + text)
                .line(3)
                .excerpt(List.of(text, "a", text))
                .details(Map.of(text, text))
                .remedies(List.of(text))
                .build();
    }
}
