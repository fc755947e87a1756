package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.internal.snapshot.PhaseSnapshot;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PhaseView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a phase. */
final class PhaseState {

    private final String name;
    private @Nullable Instant started;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;
    private @Nullable Duration stated;
    private PhaseView.@Nullable Steps steps;

    PhaseState(String name) {
        this.name = name;
    }

    void fold(PhaseFact fact, Instant time) {
        if (fact instanceof PhaseFact.Started) {
            started = Durations.earlier(started, time);
        } else if (fact instanceof PhaseFact.Steps f) {
            count(f);
        } else if (fact instanceof PhaseFact.Finished f) {
            end(time, f.outcome());
        }
    }

    private void count(PhaseFact.Steps fact) {
        if (steps == null || fact.done() >= steps.done()) {
            steps = new PhaseSnapshot.Steps(fact.done(), fact.total(), fact.totalStated(), fact.item());
        }
    }

    void state(Duration length) {
        stated = length;
    }

    void end(Instant time, Outcome how) {
        if (outcome == null) {
            outcome = how;
            finished = time;
        }
    }

    String name() {
        return name;
    }

    /**
     * The phase as it is.
     *
     * @param expectedSteps how many steps earlier builds had, or null
     */
    PhaseView view(@Nullable Long expectedSteps) {
        return new PhaseSnapshot(name, started, finished, outcome, stated, counted(expectedSteps));
    }

    /** The steps, with the expected total where the tool states none, unless there are more already. */
    PhaseView.@Nullable Steps counted(@Nullable Long expected) {
        PhaseView.Steps known = steps;
        if (known == null || known.totalStated() || expected == null || expected < known.done()) {
            return known;
        }
        return new PhaseSnapshot.Steps(known.done(), expected, false, known.item());
    }
}
