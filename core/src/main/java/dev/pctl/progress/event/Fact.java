package dev.pctl.progress.event;

import org.jspecify.annotations.Nullable;

/**
 * One thing that became known of a run. Facts are immutable, carry the identity of what they speak of, and fold
 * idempotently: learning the same fact twice changes nothing.
 *
 * <p>For each thing the facts come in this order ({@code ?} at most once, {@code *} any number of times):
 *
 * <pre>
 * run      = RunFact.Started ( stage | root | package | RunFact.StatusReported | RunFact.Priced | sample | forecast | advice )* RunFact.Finished?
 * stage    = StageFact.Started StageFact.Finished?
 * root     = RootFact.Started RootFact.Finished?
 * package  = ( PackageFact.Started ( MethodKnown | Activity | LogLocated | phase )* PackageFact.Finished? )*
 * phase    = PhaseFact.Started PhaseFact.Steps* PhaseFact.Finished?
 * </pre>
 *
 * <p>A log that begins in the middle may lack any beginning, and a log that is cut any end.
 *
 * <p>Minor versions add facts. Code that distinguishes facts must accept types that it does not know: a switch needs a
 * default, and a {@link dev.pctl.progress.spi.FactListener} passes them on to a more general method.
 */
public sealed interface Fact
        permits RunFact,
                StageFact,
                RootFact,
                PlanFact,
                PackageFact,
                PhaseFact,
                LogFact,
                FailureFact,
                SampleFact,
                ForecastFact,
                AdviceFact {

    /**
     * Facts with equal keys supersede each other: a slow listener needs the newest only. Life-cycle facts have none and
     * are never dropped. Nor has {@linkplain LogFact.Output output}, of which a slow listener gets the newest lines.
     *
     * @return the key, or null if this fact must be delivered
     */
    default @Nullable ConflationKey conflationKey() {
        return null;
    }
}
