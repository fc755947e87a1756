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

/**
 * A listener with one method for each type of fact, to be overridden where it matters. A fact whose own method is not
 * overridden goes to the method of its group, such as {@link #onPackageFact}, and from there to {@link #onFact}.
 *
 * <p>Minor versions add facts. A new fact arrives at the method of its group, or at {@link #onFact}, until a listener
 * overrides the new method, so a listener keeps working without a change.
 */
public interface FactListener extends EventListener {

    /** Calls the method of the event's fact. */
    @Override
    default void onEvent(Event event) {
        FactDispatch.deliver(event, this);
    }

    /** Receives every fact for which no other method is overridden; does nothing by default. */
    default void onFact(Fact fact, Event event) {}

    /** Receives the facts of the run itself. */
    default void onRunFact(RunFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link RunFact.Started}. */
    default void onRunStarted(RunFact.Started fact, Event event) {
        onRunFact(fact, event);
    }

    /** Receives {@link RunFact.StatusReported}. */
    default void onRunStatusReported(RunFact.StatusReported fact, Event event) {
        onRunFact(fact, event);
    }

    /** Receives {@link RunFact.Priced}. */
    default void onRunPriced(RunFact.Priced fact, Event event) {
        onRunFact(fact, event);
    }

    /** Receives {@link RunFact.Finished}. */
    default void onRunFinished(RunFact.Finished fact, Event event) {
        onRunFact(fact, event);
    }

    /** Receives {@link RunFact.Heartbeat}. */
    default void onRunHeartbeat(RunFact.Heartbeat fact, Event event) {
        onRunFact(fact, event);
    }

    /** Receives the facts of stages. */
    default void onStageFact(StageFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link StageFact.Started}. */
    default void onStageStarted(StageFact.Started fact, Event event) {
        onStageFact(fact, event);
    }

    /** Receives {@link StageFact.Finished}. */
    default void onStageFinished(StageFact.Finished fact, Event event) {
        onStageFact(fact, event);
    }

    /** Receives the facts of roots. */
    default void onRootFact(RootFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link RootFact.Started}. */
    default void onRootStarted(RootFact.Started fact, Event event) {
        onRootFact(fact, event);
    }

    /** Receives {@link RootFact.DependenciesCounted}. */
    default void onRootDependenciesCounted(RootFact.DependenciesCounted fact, Event event) {
        onRootFact(fact, event);
    }

    /** Receives {@link RootFact.Finished}. */
    default void onRootFinished(RootFact.Finished fact, Event event) {
        onRootFact(fact, event);
    }

    /** Receives plans. */
    default void onPlanFact(PlanFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link PlanFact.Planned}. */
    default void onPlanPlanned(PlanFact.Planned fact, Event event) {
        onPlanFact(fact, event);
    }

    /** Receives the facts of packages. */
    default void onPackageFact(PackageFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link PackageFact.Started}. */
    default void onPackageStarted(PackageFact.Started fact, Event event) {
        onPackageFact(fact, event);
    }

    /** Receives {@link PackageFact.Identified}. */
    default void onPackageIdentified(PackageFact.Identified fact, Event event) {
        onPackageFact(fact, event);
    }

    /** Receives {@link PackageFact.MethodKnown}. */
    default void onPackageMethodKnown(PackageFact.MethodKnown fact, Event event) {
        onPackageFact(fact, event);
    }

    /** Receives {@link PackageFact.Activity}. */
    default void onPackageActivity(PackageFact.Activity fact, Event event) {
        onPackageFact(fact, event);
    }

    /** Receives {@link PackageFact.LogLocated}. */
    default void onPackageLogLocated(PackageFact.LogLocated fact, Event event) {
        onPackageFact(fact, event);
    }

    /** Receives {@link PackageFact.Finished}. */
    default void onPackageFinished(PackageFact.Finished fact, Event event) {
        onPackageFact(fact, event);
    }

    /** Receives the facts of phases. */
    default void onPhaseFact(PhaseFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link PhaseFact.Started}. */
    default void onPhaseStarted(PhaseFact.Started fact, Event event) {
        onPhaseFact(fact, event);
    }

    /** Receives {@link PhaseFact.Steps}. */
    default void onPhaseSteps(PhaseFact.Steps fact, Event event) {
        onPhaseFact(fact, event);
    }

    /** Receives {@link PhaseFact.Finished}. */
    default void onPhaseFinished(PhaseFact.Finished fact, Event event) {
        onPhaseFact(fact, event);
    }

    /** Receives the facts of logs. */
    default void onLogFact(LogFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link LogFact.Output}. */
    default void onLogOutput(LogFact.Output fact, Event event) {
        onLogFact(fact, event);
    }

    /** Receives {@link LogFact.Opened}. */
    default void onLogOpened(LogFact.Opened fact, Event event) {
        onLogFact(fact, event);
    }

    /** Receives {@link LogFact.DialectDetected}. */
    default void onLogDialectDetected(LogFact.DialectDetected fact, Event event) {
        onLogFact(fact, event);
    }

    /** Receives {@link LogFact.Gap}. */
    default void onLogGap(LogFact.Gap fact, Event event) {
        onLogFact(fact, event);
    }

    /** Receives failures. */
    default void onFailureFact(FailureFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link FailureFact.Diagnosed}. */
    default void onFailureDiagnosed(FailureFact.Diagnosed fact, Event event) {
        onFailureFact(fact, event);
    }

    /** Receives readings of machines. */
    default void onSampleFact(SampleFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link SampleFact.Disk}. */
    default void onDiskSampled(SampleFact.Disk fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.TreeSize}. */
    default void onTreeSizeSampled(SampleFact.TreeSize fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.Memory}. */
    default void onMemorySampled(SampleFact.Memory fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.Cpu}. */
    default void onCpuSampled(SampleFact.Cpu fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.Network}. */
    default void onNetworkSampled(SampleFact.Network fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.DiskIo}. */
    default void onDiskIoSampled(SampleFact.DiskIo fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.Processes}. */
    default void onProcessesSampled(SampleFact.Processes fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.LogSize}. */
    default void onLogSizeSampled(SampleFact.LogSize fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives {@link SampleFact.BlockedProcesses}. */
    default void onBlockedProcessesSampled(SampleFact.BlockedProcesses fact, Event event) {
        onSampleFact(fact, event);
    }

    /** Receives forecasts. */
    default void onForecastFact(ForecastFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link ForecastFact.RunRemaining}. */
    default void onForecastRunRemaining(ForecastFact.RunRemaining fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.RunTotal}. */
    default void onForecastRunTotal(ForecastFact.RunTotal fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.PackageTotal}. */
    default void onForecastPackageTotal(ForecastFact.PackageTotal fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.AlternativeMethod}. */
    default void onForecastAlternativeMethod(ForecastFact.AlternativeMethod fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.StepTotal}. */
    default void onForecastStepTotal(ForecastFact.StepTotal fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.CriticalPath}. */
    default void onForecastCriticalPath(ForecastFact.CriticalPath fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.Precedents}. */
    default void onForecastPrecedents(ForecastFact.Precedents fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.TrackRecord}. */
    default void onForecastTrackRecord(ForecastFact.TrackRecord fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.PhaseTotal}. */
    default void onForecastPhaseTotal(ForecastFact.PhaseTotal fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.PackageDiskNeed}. */
    default void onForecastPackageDiskNeed(ForecastFact.PackageDiskNeed fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.DiskNeed}. */
    default void onForecastDiskNeed(ForecastFact.DiskNeed fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives {@link ForecastFact.DiskOutlook}. */
    default void onForecastDiskOutlook(ForecastFact.DiskOutlook fact, Event event) {
        onForecastFact(fact, event);
    }

    /** Receives the facts of advice. */
    default void onAdviceFact(AdviceFact fact, Event event) {
        onFact(fact, event);
    }

    /** Receives {@link AdviceFact.Raised}. */
    default void onAdviceRaised(AdviceFact.Raised fact, Event event) {
        onAdviceFact(fact, event);
    }

    /** Receives {@link AdviceFact.Asked}. */
    default void onAdviceAsked(AdviceFact.Asked fact, Event event) {
        onAdviceFact(fact, event);
    }

    /** Receives {@link AdviceFact.Decided}. */
    default void onAdviceDecided(AdviceFact.Decided fact, Event event) {
        onAdviceFact(fact, event);
    }

    /** Receives {@link AdviceFact.Cleared}. */
    default void onAdviceCleared(AdviceFact.Cleared fact, Event event) {
        onAdviceFact(fact, event);
    }
}
