package dev.pctl.progress.spi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.view.RunView;
import java.util.concurrent.CompletableFuture;

/**
 * Decides for the host on advice with a {@linkplain Advice#question question}: by a prompt, a message, or a rule. The
 * answer becomes a fact of the run; acting on it is up to the host. Called by one thread at a time.
 */
@FunctionalInterface
public interface Decider {

    /**
     * Starts a decision. Must return at once: the result is completed later, from any thread. A result that fails, or
     * is none of the question's choices, counts as no answer. The library cancels the result when the answer is no
     * longer needed: its time limit is over, the advice was cleared, or the run has ended.
     *
     * @param advice what is asked about; it has a question
     * @param view what is known of the run
     */
    CompletableFuture<Decision> decide(Advice advice, RunView view);
}
