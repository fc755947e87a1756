package dev.pctl.progress.event;

import java.time.Instant;
import java.util.Objects;

/** The life of an advice. */
public sealed interface AdviceFact extends Fact {

    /** An advice is raised, or replaces the one of the same id. */
    record Raised(Advice advice) implements AdviceFact {
        /** Checks the arguments. */
        public Raised {
            Objects.requireNonNull(advice, "advice");
        }
    }

    /**
     * Somebody is asked the question of a raised advice.
     *
     * @param id the advice's id
     * @param until how long an answer is waited for; then the question's default holds
     */
    record Asked(String id, Instant until) implements AdviceFact {
        public Asked {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(until, "until");
        }
    }

    /**
     * The question of a raised advice has its answer, which holds until the advice is cleared or gets worse.
     *
     * @param id the advice's id
     * @param byDefault whether no answer came in time
     */
    record Decided(String id, Decision decision, boolean byDefault) implements AdviceFact {
        public Decided {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(decision, "decision");
        }
    }

    /** What it warned of has passed. */
    record Cleared(String id) implements AdviceFact {
        /** Checks the arguments. */
        public Cleared {
            Objects.requireNonNull(id, "id");
        }
    }
}
