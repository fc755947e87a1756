package dev.pctl.progress.view;

import dev.pctl.progress.event.Question;
import java.time.Duration;
import java.time.Instant;

/**
 * A question that somebody is asked and that has no answer yet.
 *
 * @param advice the id of the advice that asks it
 * @param question what is asked, and what can be answered
 * @param until how long an answer is waited for; then the question's default holds
 */
public record QuestionView(String advice, Question question, Instant until) {

    /** How long an answer is still waited for; not negative. */
    public Duration left(Instant now) {
        return now.isAfter(until) ? Duration.ZERO : Duration.between(now, until);
    }
}
