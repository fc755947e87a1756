package dev.pctl.progress.spi;

import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds the method of a {@link FactListener} by the type of fact. */
final class FactDispatch {

    private static final Map<Class<? extends Fact>, Target<Fact>> TARGETS = new HashMap<>();

    private interface Target<F extends Fact> {
        void accept(FactListener listener, F fact, Event event);
    }

    static {
        addBuildFacts();
        addObservations();
    }

    private FactDispatch() {}

    private static void addBuildFacts() {
        on(RunFact.Started.class, FactListener::onRunStarted);
        on(RunFact.StatusReported.class, FactListener::onRunStatusReported);
        on(RunFact.Priced.class, FactListener::onRunPriced);
        on(RunFact.Finished.class, FactListener::onRunFinished);
        on(RunFact.Heartbeat.class, FactListener::onRunHeartbeat);
        on(StageFact.Started.class, FactListener::onStageStarted);
        on(StageFact.Finished.class, FactListener::onStageFinished);
        on(RootFact.Started.class, FactListener::onRootStarted);
        on(RootFact.DependenciesCounted.class, FactListener::onRootDependenciesCounted);
        on(RootFact.Finished.class, FactListener::onRootFinished);
        on(PlanFact.Planned.class, FactListener::onPlanPlanned);
        on(PackageFact.Started.class, FactListener::onPackageStarted);
        on(PackageFact.Identified.class, FactListener::onPackageIdentified);
        on(PackageFact.MethodKnown.class, FactListener::onPackageMethodKnown);
        on(PackageFact.Activity.class, FactListener::onPackageActivity);
        on(PackageFact.LogLocated.class, FactListener::onPackageLogLocated);
        on(PackageFact.Finished.class, FactListener::onPackageFinished);
        on(PhaseFact.Started.class, FactListener::onPhaseStarted);
        on(PhaseFact.Steps.class, FactListener::onPhaseSteps);
        on(PhaseFact.Finished.class, FactListener::onPhaseFinished);
    }

    private static void addObservations() {
        on(LogFact.Output.class, FactListener::onLogOutput);
        on(LogFact.Opened.class, FactListener::onLogOpened);
        on(LogFact.DialectDetected.class, FactListener::onLogDialectDetected);
        on(LogFact.Gap.class, FactListener::onLogGap);
        on(FailureFact.Diagnosed.class, FactListener::onFailureDiagnosed);
        on(SampleFact.Disk.class, FactListener::onDiskSampled);
        on(SampleFact.TreeSize.class, FactListener::onTreeSizeSampled);
        on(SampleFact.Memory.class, FactListener::onMemorySampled);
        on(SampleFact.Cpu.class, FactListener::onCpuSampled);
        on(SampleFact.Network.class, FactListener::onNetworkSampled);
        on(SampleFact.DiskIo.class, FactListener::onDiskIoSampled);
        on(SampleFact.Processes.class, FactListener::onProcessesSampled);
        on(SampleFact.LogSize.class, FactListener::onLogSizeSampled);
        on(SampleFact.BlockedProcesses.class, FactListener::onBlockedProcessesSampled);
        on(ForecastFact.RunRemaining.class, FactListener::onForecastRunRemaining);
        on(ForecastFact.RunTotal.class, FactListener::onForecastRunTotal);
        on(ForecastFact.PackageTotal.class, FactListener::onForecastPackageTotal);
        on(ForecastFact.AlternativeMethod.class, FactListener::onForecastAlternativeMethod);
        on(ForecastFact.StepTotal.class, FactListener::onForecastStepTotal);
        on(ForecastFact.CriticalPath.class, FactListener::onForecastCriticalPath);
        on(ForecastFact.Precedents.class, FactListener::onForecastPrecedents);
        on(ForecastFact.TrackRecord.class, FactListener::onForecastTrackRecord);
        on(ForecastFact.PhaseTotal.class, FactListener::onForecastPhaseTotal);
        on(ForecastFact.PackageDiskNeed.class, FactListener::onForecastPackageDiskNeed);
        on(ForecastFact.DiskNeed.class, FactListener::onForecastDiskNeed);
        on(ForecastFact.DiskOutlook.class, FactListener::onForecastDiskOutlook);
        on(AdviceFact.Raised.class, FactListener::onAdviceRaised);
        on(AdviceFact.Asked.class, FactListener::onAdviceAsked);
        on(AdviceFact.Decided.class, FactListener::onAdviceDecided);
        on(AdviceFact.Cleared.class, FactListener::onAdviceCleared);
    }

    private static <F extends Fact> void on(Class<F> type, Target<? super F> target) {
        TARGETS.put(type, (listener, fact, event) -> target.accept(listener, type.cast(fact), event));
    }

    static Set<Class<? extends Fact>> types() {
        return TARGETS.keySet();
    }

    static void deliver(Event event, FactListener listener) {
        Fact fact = event.fact();
        TARGETS.getOrDefault(fact.getClass(), FactListener::onFact).accept(listener, fact, event);
    }
}
