package dev.pctl.progress.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The life of one phase of one package. */
public sealed interface PhaseFact extends Fact {

    PackageRef packageRef();

    /** Which try of the package this belongs to, from 1. */
    int attempt();

    /** What the installer calls the phase, such as {@code configure}. */
    String phase();

    /** Returns the beginning of a phase of a package's first attempt. */
    static Started started(PackageRef packageRef, String phase) {
        return new Started(packageRef, 1, phase);
    }

    /** Returns the end of a phase of a package's first attempt. */
    static Finished finished(PackageRef packageRef, String phase, Outcome outcome) {
        return new Finished(packageRef, 1, phase, outcome);
    }

    /** The phase began; a phase of the same package that was still running has thereby succeeded. */
    record Started(PackageRef packageRef, int attempt, String phase) implements PhaseFact {
        /** Checks the arguments. */
        public Started {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(phase, "phase");
        }
    }

    /**
     * How many steps are done, such as files compiled.
     *
     * @param done steps done, at least 0
     * @param total how many there are, or null if that is not known
     * @param totalStated whether the tool stated the total (otherwise it is an estimate)
     * @param item what is being worked on, such as a file name, or null
     */
    record Steps(
            PackageRef packageRef,
            int attempt,
            String phase,
            long done,
            @Nullable Long total,
            boolean totalStated,
            @Nullable String item)
            implements PhaseFact {
        /** Checks the arguments. */
        public Steps {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(phase, "phase");
            Checks.atLeast(0, done, "done");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Steps.class, packageRef.id(), phase);
        }
    }

    /** The phase ended. */
    record Finished(PackageRef packageRef, int attempt, String phase, Outcome outcome) implements PhaseFact {
        /** Checks the arguments. */
        public Finished {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(phase, "phase");
            Objects.requireNonNull(outcome, "outcome");
        }
    }
}
