package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.view.AdviceView;
import dev.pctl.progress.view.QuestionView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AdviceView}.
 *
 * @param workers who raised each advice, by its id
 */
public record AdviceSnapshot(
        List<Advice> raised,
        List<AdviceFact.Decided> decisions,
        List<QuestionView> questions,
        Map<String, String> workers)
        implements AdviceView {

    /** Makes the collections unmodifiable. */
    public AdviceSnapshot {
        raised = List.copyOf(raised);
        decisions = List.copyOf(decisions);
        questions = List.copyOf(questions);
        workers = Map.copyOf(workers);
    }

    @Override
    public @Nullable String workerOf(String id) {
        return workers.get(id);
    }
}
