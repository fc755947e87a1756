package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.spi.Decider;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The questions that wait for the host's answer. Each gets one: the host's, or the default when its time is over. */
public final class PendingDecisions {

    private static final Logger LOG = LoggerFactory.getLogger(PendingDecisions.class);

    private final @Nullable Decider decider;
    private final Consumer<AdviceFact> sink;
    private final Map<String, Pending> pending = new HashMap<>();

    private record Pending(String id, Question question, CompletableFuture<Decision> answer, Instant until) {}

    /** Creates decisions that go to the sink, in the thread that decides or that calls {@link #update}. */
    public PendingDecisions(@Nullable Decider decider, Consumer<AdviceFact> sink) {
        this.decider = decider;
        this.sink = sink;
    }

    /** Asks new questions, and ends those whose time is over or whose advice is cleared. */
    public void update(RunView view, Instant now) {
        Decider asked = decider;
        if (asked == null) {
            return;
        }
        for (Pending p : pending()) {
            if (view.outcome() != null || view.advice().raised(p.id()) == null) {
                withdraw(p);
            } else if (!now.isBefore(p.until())) {
                settle(p, null);
            }
        }
        if (view.outcome() == null) {
            view.advice().raised().forEach(a -> askOnce(asked, a, view, now));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure is an answer too
    private void askOnce(Decider asked, Advice advice, RunView view, Instant now) {
        Question question = advice.question();
        if (question == null || view.advice().decision(advice.id()) != null || isPending(advice.id())) {
            return;
        }
        CompletableFuture<Decision> answer = ask(asked, advice, view);
        Pending p = new Pending(advice.id(), question, answer, now.plus(question.limit()));
        synchronized (this) {
            pending.put(p.id(), p);
        }
        sink.accept(new AdviceFact.Asked(p.id(), p.until()));
        answer.whenComplete((decision, failure) -> settle(p, failure == null ? decision : null));
    }

    @SuppressWarnings("IllegalCatch") // an error of the host's decider counts as no answer
    private static CompletableFuture<Decision> ask(Decider asked, Advice advice, RunView view) {
        try {
            return asked.decide(advice, view);
        } catch (Throwable t) {
            LOG.warn("the decider failed to ask about {}", advice.id(), t);
            return CompletableFuture.failedFuture(t);
        }
    }

    /** The first answer counts; null is none. */
    private void settle(Pending p, @Nullable Decision answer) {
        if (remove(p)) {
            Question question = p.question();
            boolean answered = answer != null && question.choices().contains(answer);
            Decision decision = answer == null || !answered ? question.byDefault() : answer;
            sink.accept(new AdviceFact.Decided(p.id(), decision, !answered));
            p.answer().cancel(false);
        }
    }

    private void withdraw(Pending p) {
        if (remove(p)) {
            p.answer().cancel(false);
        }
    }

    /** Withdraws all questions. */
    public void close() {
        pending().forEach(this::withdraw);
    }

    private synchronized boolean remove(Pending p) {
        return pending.remove(p.id(), p);
    }

    private synchronized boolean isPending(String id) {
        return pending.containsKey(id);
    }

    private synchronized List<Pending> pending() {
        return new ArrayList<>(pending.values());
    }
}
