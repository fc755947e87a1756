package dev.pctl.progress.event;

import java.util.Objects;

/** Something went wrong, and as much as is known of why. */
public sealed interface FailureFact extends Fact {

    /** A failure with its diagnosis. A later diagnosis of the same package and attempt replaces an earlier one. */
    record Diagnosed(Diagnosis diagnosis) implements FailureFact {
        /** Checks the arguments. */
        public Diagnosed {
            Objects.requireNonNull(diagnosis, "diagnosis");
        }
    }
}
