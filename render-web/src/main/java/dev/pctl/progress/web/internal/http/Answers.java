package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.spi.Decider;
import dev.pctl.progress.view.RunView;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Waits for viewers to answer questions. The first answer counts. Thread-safe. */
public final class Answers implements Decider {

    private record Asked(Advice advice, CompletableFuture<Decision> answer) {}

    private final Map<String, Asked> open = new ConcurrentHashMap<>();
    private final Runnable changed;

    /**
     * Answers that nobody has given yet.
     *
     * @param changed is run when a question can be answered, and when it no longer can
     */
    public Answers(Runnable changed) {
        this.changed = changed;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the host cancels the answer itself, not what follows it
    public CompletableFuture<Decision> decide(Advice advice, RunView view) {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        Asked asked = new Asked(advice, answer);
        open.put(advice.id(), asked);
        CompletableFuture<Decision> unused = answer.whenComplete((decision, error) -> {
            open.remove(advice.id(), asked);
            changed.run();
        });
        changed.run();
        return answer;
    }

    /** Returns whether the question of an advice can be answered. */
    public boolean isOpen(String advice) {
        return open.containsKey(advice);
    }

    /** Takes an answer. Returns whether it was wanted and is one of the choices. */
    boolean give(String advice, String decision) {
        Asked asked = open.get(advice);
        if (asked == null || asked.advice().question() == null) {
            return false;
        }
        return asked.advice().question().choices().stream()
                .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(decision))
                .findFirst()
                .map(asked.answer()::complete)
                .orElse(false);
    }
}
