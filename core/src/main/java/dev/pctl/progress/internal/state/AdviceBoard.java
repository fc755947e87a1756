package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.internal.snapshot.AdviceSnapshot;
import dev.pctl.progress.internal.snapshot.QuestionSnapshot;
import dev.pctl.progress.view.AdviceView;
import dev.pctl.progress.view.QuestionView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The advice that is raised, the questions it asks and the decisions on it. */
final class AdviceBoard {

    private final Map<String, Advice> raised = new LinkedHashMap<>();
    private final Map<String, String> workers = new HashMap<>();
    private final Map<String, AdviceFact.Decided> decisions = new LinkedHashMap<>();
    private final Map<String, QuestionView> questions = new LinkedHashMap<>();
    private boolean closed;

    void fold(String worker, AdviceFact fact) {
        if (fact instanceof AdviceFact.Raised f) {
            workers.put(f.advice().id(), worker);
            raise(f.advice());
        } else if (fact instanceof AdviceFact.Asked f) {
            ask(f);
        } else if (fact instanceof AdviceFact.Decided f && raised.containsKey(f.id())) {
            decisions.putIfAbsent(f.id(), f);
            questions.remove(f.id());
        } else if (fact instanceof AdviceFact.Cleared f) {
            raised.remove(f.id());
            workers.remove(f.id());
            decisions.remove(f.id());
            questions.remove(f.id());
        }
    }

    /** A decision holds until the advice becomes more severe. */
    private void raise(Advice advice) {
        Advice before = raised.put(advice.id(), advice);
        if (before == null || before.severity().compareTo(advice.severity()) < 0) {
            decisions.remove(advice.id());
        }
    }

    private void ask(AdviceFact.Asked fact) {
        Advice asking = raised.get(fact.id());
        Question question = asking == null ? null : asking.question();
        if (question != null && !closed && !decisions.containsKey(fact.id())) {
            questions.put(fact.id(), new QuestionSnapshot(fact.id(), question, fact.until()));
        }
    }

    /** The run has ended: there is nothing left to decide. */
    void close() {
        closed = true;
        questions.clear();
    }

    /** A worker began its part of the run after all others had ended. */
    void reopen() {
        closed = false;
    }

    AdviceView view() {
        return new AdviceSnapshot(
                List.copyOf(raised.values()),
                List.copyOf(decisions.values()),
                List.copyOf(questions.values()),
                workers);
    }
}
