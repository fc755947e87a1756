package dev.pctl.progress.view;

import dev.pctl.progress.event.Question;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;

/**
 * A question that has no answer yet.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface QuestionView {

    /** Returns the id of the advice that asks the question. */
    String advice();

    /** Returns the question and its choices. */
    Question question();

    /** Returns when the wait for an answer ends; then the question's default applies. */
    Instant until();

    /** Returns how long the wait for an answer still lasts; not negative. */
    default Duration left(Instant now) {
        return TimeSpans.less(Duration.between(now, until()), Duration.ZERO);
    }
}
