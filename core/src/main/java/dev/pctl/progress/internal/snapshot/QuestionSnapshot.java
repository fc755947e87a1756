package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Question;
import dev.pctl.progress.view.QuestionView;
import java.time.Instant;

/** A {@link QuestionView}. */
public record QuestionSnapshot(String advice, Question question, Instant until) implements QuestionView {}
