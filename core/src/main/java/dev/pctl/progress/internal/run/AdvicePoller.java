package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the forecaster and the watchdogs about a view. One that fails is reported once and asked again. */
public final class AdvicePoller {

    private static final String PROBLEM = "forecaster-problem";

    private final @Nullable Forecaster forecaster;
    private final List<Watchdog> watchdogs;
    private final ExtensionGuard guard = new ExtensionGuard();

    /** Held while the forecaster is called, so that a watchdog that hangs does not keep it from learning. */
    private final Object forecasting = new Object();

    private @Nullable String stated;

    public AdvicePoller(@Nullable Forecaster forecaster, List<Watchdog> watchdogs) {
        this.forecaster = forecaster;
        this.watchdogs = List.copyOf(watchdogs);
    }

    public synchronized List<Fact> consult(RunView view, Instant now) {
        List<Fact> facts = new ArrayList<>();
        if (view.outcome() != null) {
            return facts;
        }
        Forecaster asked = forecaster;
        if (asked != null) {
            synchronized (forecasting) {
                Throwable failure = guard.run(asked, () -> facts.addAll(asked.forecast(view, now)));
                guard.run(asked, () -> facts.addAll(problem(asked, failure)));
            }
        }
        for (Watchdog watchdog : watchdogs) {
            guard.run(watchdog, () -> facts.addAll(watchdog.check(view, now)));
        }
        return facts;
    }

    /** Returns an advice if something keeps the forecaster from its work: logs are often not seen. */
    private List<Fact> problem(Forecaster asked, @Nullable Throwable failure) {
        String problem = failure == null ? asked.problem() : "There are no forecasts: " + reason(failure);
        if (problem == null || problem.equals(stated)) {
            return List.of();
        }
        stated = problem;
        return List.of(new AdviceFact.Raised(new Advice(PROBLEM, Advice.Severity.WARNING, problem, null, List.of())));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Lets the forecaster learn from a run that has ended, and closes it. */
    void learn(RunView view) {
        Forecaster learner = forecaster;
        if (learner != null) {
            synchronized (forecasting) {
                guard.run(learner, () -> learner.learn(view));
                guard.run(learner, learner::close);
            }
        }
    }
}
