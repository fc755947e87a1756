package dev.pctl.progress.hook;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import org.jspecify.annotations.Nullable;

/**
 * A fact, the event that brought it, and what is known of the run with it. Used within the call that hands it over, in
 * the same thread; what it gives out is immutable and may be kept.
 *
 * @param <F> the type of fact
 */
public final class HookContext<F extends Fact> {

    private final F fact;
    private final Event event;
    private final RunProjection state;

    HookContext(F fact, Event event, RunProjection state) {
        this.fact = fact;
        this.event = event;
        this.state = state;
    }

    /** What became known. */
    public F fact() {
        return fact;
    }

    /** The event that brought it: run, worker and time. */
    public Event event() {
        return event;
    }

    /** What is known of the run now. */
    public RunView run() {
        return state.view();
    }

    /** The package that the fact speaks of, as it is known now, or null if it speaks of none. */
    public @Nullable PackageView pkg() {
        PackageRef ref = ref(fact);
        return ref == null ? null : run().packageOf(ref.id());
    }

    private static @Nullable PackageRef ref(Fact fact) {
        if (fact instanceof PackageFact.Identified f) {
            return f.as();
        } else if (fact instanceof PackageFact f) {
            return f.packageRef();
        } else if (fact instanceof PhaseFact f) {
            return f.packageRef();
        } else if (fact instanceof FailureFact.Diagnosed f) {
            Diagnosis diagnosis = f.diagnosis();
            return diagnosis.packageRef();
        } else if (fact instanceof ForecastFact.PackageTotal f) {
            return f.packageRef();
        } else if (fact instanceof LogFact.Output f) {
            return f.packageRef();
        }
        return null;
    }
}
