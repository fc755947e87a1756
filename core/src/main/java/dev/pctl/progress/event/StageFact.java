package dev.pctl.progress.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A host's own step of a run: launch, bootstrap, install software, clean up, snapshot. */
public sealed interface StageFact extends Fact {

    /** The stage's id, unique within the run. */
    String stage();

    /**
     * The stage began.
     *
     * @param title for people
     * @param index its place among the stages, from 1, or null
     * @param total how many stages there are, or null
     */
    record Started(
            String stage,
            String title,
            @Nullable Integer index,
            @Nullable Integer total) implements StageFact {
        /** Checks the arguments. */
        public Started {
            Checks.notEmpty(stage, "stage");
            Objects.requireNonNull(title, "title");
        }
    }

    /** The stage ended. */
    record Finished(String stage, Outcome outcome) implements StageFact {
        /** Checks the arguments. */
        public Finished {
            Checks.notEmpty(stage, "stage");
            Objects.requireNonNull(outcome, "outcome");
        }
    }
}
