package dev.pctl.progress.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A package that the user asked for, as the host announces it: its dependencies belong to it. */
public sealed interface RootFact extends Fact {

    /** What the user asked for, such as {@code hdf5@1.10.8~mpi}: the identity of a root within the run. */
    String spec();

    /**
     * Work on the root began.
     *
     * @param index its place among the roots, from 1, or null
     * @param total how many roots there are, or null
     */
    record Started(
            String spec, @Nullable Integer index, @Nullable Integer total) implements RootFact {
        /** Checks the arguments. */
        public Started {
            Checks.notEmpty(spec, "spec");
        }
    }

    /**
     * The host knows how many packages the root needs.
     *
     * @param dependencies direct and indirect ones, at least 0
     */
    record DependenciesCounted(String spec, int dependencies) implements RootFact {
        /** Checks the arguments. */
        public DependenciesCounted {
            Checks.notEmpty(spec, "spec");
            Checks.atLeast(0, dependencies, "dependencies");
        }
    }

    /** Work on the root ended. */
    record Finished(String spec, Outcome outcome) implements RootFact {
        /** Checks the arguments. */
        public Finished {
            Checks.notEmpty(spec, "spec");
            Objects.requireNonNull(outcome, "outcome");
        }
    }
}
