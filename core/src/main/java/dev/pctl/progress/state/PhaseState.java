package dev.pctl.progress.state;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PhaseFact;
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
            started = Times.earlier(started, time);
        } else if (fact instanceof PhaseFact.Steps f) {
            count(f);
        } else if (fact instanceof PhaseFact.Finished f) {
            end(time, f.outcome());
        }
    }

    private void count(PhaseFact.Steps fact) {
        if (steps == null || fact.done() >= steps.done()) {
            steps = new PhaseView.Steps(fact.done(), fact.total(), fact.totalStated(), fact.item());
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

    PhaseView view() {
        return new PhaseView(name, started, finished, outcome, stated, steps);
    }
}
