package dev.pctl.progress.testkit;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small run in which everything happens that can be shown: its views, one for each second. */
final class SampleRun {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final PackageRef ZLIB = new PackageRef("zlib", "1.3", "23njwcmmq3rzan6pdlhy4o32izhlht3c");
    private static final PackageRef HDF5 = new PackageRef("hdf5", "1.14.3", "xi5l7kow5pzq4vqgzlqx2ubyjhz6c6mf");

    private final RunProjection state = new RunProjection("run");
    private final List<RunView> views = new ArrayList<>();

    private SampleRun() {}

    /** The views, beginning with that of a run of which nothing is known; {@code text} stands wherever a log's text can. */
    static List<RunView> views(String text) {
        SampleRun run = new SampleRun();
        run.views.add(run.state.view());
        facts(text).forEach(run::fold);
        return List.copyOf(run.views);
    }

    private void fold(Fact fact) {
        int second = views.size();
        state.apply(new Event("run", "main", second, START.plusSeconds(second), fact));
        views.add(state.view());
    }

    private static List<Fact> facts(String text) {
        Forecast forecast = new Forecast(
                Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), "based on " + text, 3);
        Question question = new Question(text, List.of(Decision.values()), Decision.CONTINUE, Duration.ofMinutes(1));
        return List.of(
                new RunFact.Started("image " + text, Map.of("instance", text)),
                new StageFact.Started("install", "Installing " + text, 1, 2),
                new RootFact.Started("hdf5@1.14.3 " + text, 1, 1),
                new PlanFact.Planned(List.of(
                        new PlanFact.Node(HDF5, true, InstallMethod.SOURCE, List.of(ZLIB.id())),
                        new PlanFact.Node(ZLIB, false, InstallMethod.BINARY_CACHE, List.of()))),
                new SampleFact.Disk("/" + text, 80, 100, 20),
                new SampleFact.Memory(7, 16),
                new ForecastFact.RunRemaining(forecast),
                new RunFact.StatusReported(0.1, text),
                new PackageFact.Started(ZLIB, 1, 1, 2),
                new PackageFact.MethodKnown(ZLIB, 1, InstallMethod.BINARY_CACHE),
                new PackageFact.Activity(ZLIB, 1, PackageFact.Kind.FETCHING, text),
                PackageFact.Finished.builder(ZLIB, Outcome.SUCCEEDED)
                        .stated(Duration.ofSeconds(1))
                        .prefix(text)
                        .build(),
                new PackageFact.Started(HDF5, 1, 2, 2),
                new PackageFact.MethodKnown(HDF5, 1, InstallMethod.SOURCE),
                new ForecastFact.PackageTotal(HDF5, forecast),
                new PackageFact.LogLocated(HDF5, 1, "/tmp/" + text),
                new PhaseFact.Started(HDF5, 1, "build"),
                new PhaseFact.Steps(HDF5, 1, "build", 4, 10L, true, text),
                new AdviceFact.Raised(
                        new Advice("disk-low", Advice.Severity.WARNING, text, text, List.of(text)).asking(question)),
                new AdviceFact.Asked("disk-low", START.plusSeconds(120)),
                new AdviceFact.Decided("disk-low", Decision.CONTINUE, true),
                new PhaseFact.Finished(HDF5, 1, "build", Outcome.FAILED),
                new FailureFact.Diagnosed(missingHeader(text)),
                PackageFact.failed(HDF5),
                new AdviceFact.Cleared("disk-low"),
                new RootFact.Finished("hdf5@1.14.3 " + text, Outcome.FAILED),
                new StageFact.Finished("install", Outcome.FAILED),
                new RunFact.Finished(Outcome.FAILED, text));
    }

    private static Diagnosis missingHeader(String text) {
        return Diagnosis.builder(FailureCause.COMPILE, text)
                .packageRef(HDF5)
                .phase("build")
                .kind("missing-header")
                .log(text)
                .line(7)
                .excerpt(List.of(text))
                .remedies(List.of(text))
                .build();
    }
}
