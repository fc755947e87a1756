package dev.pctl.progress.view;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The warnings that are raised in a run, and what was decided on them.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface AdviceView {

    /** Returns the advice that is raised and not cleared, in order of raising. */
    List<Advice> raised();

    /** Returns the decisions on raised advice. */
    List<AdviceFact.Decided> decisions();

    /** Returns the questions that are not answered yet, in order of asking. */
    List<QuestionView> questions();

    /** Returns the worker that raised the advice of that id, or null if it is not raised. */
    @Nullable
    String workerOf(String id);

    /** Returns the raised advice of that id, or null. */
    default @Nullable Advice raised(String id) {
        return raised().stream().filter(a -> a.id().equals(id)).findFirst().orElse(null);
    }

    /** Returns the decision on the raised advice of that id, or null. */
    default @Nullable Decision decision(String id) {
        return decisions().stream()
                .filter(d -> d.id().equals(id))
                .findFirst()
                .map(AdviceFact.Decided::decision)
                .orElse(null);
    }
}
