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
 * A fact, its event, and the state of the run after it. Valid within the call of the hook, in the same thread; what its
 * methods return is immutable and may be kept.
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

    /** Returns the fact. */
    public F fact() {
        return fact;
    }

    /** Returns the event of the fact: run, worker and time. */
    public Event event() {
        return event;
    }

    /** Returns the run as it is known after the fact. */
    public RunView run() {
        return state.view();
    }

    /** Returns the package that the fact is about, as it is known after it, or null if it is about none. */
    public @Nullable PackageView packageView() {
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
