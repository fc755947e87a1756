package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.view.AdviceView;
import dev.pctl.progress.view.QuestionView;
import java.util.List;

/** An {@link AdviceView}. */
public record AdviceSnapshot(List<Advice> raised, List<AdviceFact.Decided> decisions, List<QuestionView> questions)
        implements AdviceView {

    /** Makes the lists unmodifiable. */
    public AdviceSnapshot {
        raised = List.copyOf(raised);
        decisions = List.copyOf(decisions);
        questions = List.copyOf(questions);
    }
}
