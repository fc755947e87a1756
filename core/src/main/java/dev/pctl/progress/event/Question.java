package dev.pctl.progress.event;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What an advice asks its host to decide.
 *
 * @param text for people: {@code "Continue anyway?"}
 * @param choices what can be answered
 * @param byDefault what applies if no answer comes in time; one of the choices
 * @param limit how long an answer is waited for
 */
public record Question(String text, List<Decision> choices, Decision byDefault, Duration limit) {

    public Question {
        Objects.requireNonNull(byDefault, "byDefault");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(text, "text");
        choices = List.copyOf(Objects.requireNonNull(choices, "choices"));
        if (!choices.contains(byDefault)) {
            throw new IllegalArgumentException(byDefault + " is none of the choices " + choices);
        }
        if (limit.isNegative()) {
            throw new IllegalArgumentException("the limit must not be negative: " + limit);
        }
    }

    /** Asks whether to continue; without an answer in time, the build continues. */
    public static Question continueAnyway(Duration limit) {
        return new Question("Continue anyway?", List.of(Decision.values()), Decision.CONTINUE, limit);
    }
}
