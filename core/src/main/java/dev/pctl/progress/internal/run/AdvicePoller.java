package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks forecaster and watchdogs about a view. One that throws is logged once and asked again. */
public final class AdvicePoller {

    private static final Logger LOG = LoggerFactory.getLogger(AdvicePoller.class);

    private static final String PROBLEM = "forecaster-problem";

    private final @Nullable Forecaster forecaster;
    private final List<Watchdog> watchdogs;
    private final Set<Object> reported = new HashSet<>();
    private @Nullable String failure;
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
            facts.addAll(ask(asked, () -> asked.forecast(view, now)));
            facts.addAll(problem(asked));
        }
        for (Watchdog watchdog : watchdogs) {
            facts.addAll(ask(watchdog, () -> watchdog.check(view, now)));
        }
        return facts;
    }

    /** Returns an advice if something keeps the forecaster from its work: logs are often not seen. */
    private List<Fact> problem(Forecaster asked) {
        String problem = failure == null ? asked.problem() : failure;
        if (problem == null || problem.equals(stated)) {
            return List.of();
        }
        stated = problem;
        return List.of(new AdviceFact.Raised(new Advice(PROBLEM, Advice.Severity.WARNING, problem, null, List.of())));
    }

    public synchronized void learn(RunView view) {
        Forecaster learner = forecaster;
        if (learner != null) {
            ask(learner, () -> {
                learner.learn(view);
                learner.close();
                return List.<Fact>of();
            });
        }
    }

    private <T extends Fact> List<T> ask(Object consultant, Supplier<List<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            if (consultant == forecaster) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                failure = "There are no forecasts: " + (cause.getMessage() == null ? cause : cause.getMessage());
            }
            if (reported.add(consultant)) {
                LOG.warn(
                        "{} failed; it is not reported again",
                        consultant.getClass().getName(),
                        e);
            }
            return List.of();
        }
    }
}
