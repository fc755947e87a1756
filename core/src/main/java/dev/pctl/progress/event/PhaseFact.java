package dev.pctl.progress.event;

import org.jspecify.annotations.Nullable;

/** The life of one phase of one package. */
public sealed interface PhaseFact extends Fact {

    PackageRef pkg();

    /** Which try of the package this belongs to, from 1. */
    int attempt();

    /** What the installer calls the phase, such as {@code configure}. */
    String phase();

    /** The phase began; a phase of the same package that was still running has thereby succeeded. */
    record Started(PackageRef pkg, int attempt, String phase) implements PhaseFact {}

    /**
     * How many steps are done, such as files compiled.
     *
     * @param done steps done, at least 0
     * @param total how many there are, or null if nobody said
     * @param totalStated whether the tool stated the total (otherwise it is an estimate)
     * @param item what is being worked on, such as a file name, or null
     */
    record Steps(
            PackageRef pkg,
            int attempt,
            String phase,
            long done,
            @Nullable Long total,
            boolean totalStated,
            @Nullable String item)
            implements PhaseFact {
        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Steps.class, pkg.id(), phase);
        }
    }

    /** The phase ended. */
    record Finished(PackageRef pkg, int attempt, String phase, Outcome outcome) implements PhaseFact {}
}
