package dev.pctl.progress.event;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The life of one package. A package that is tried again has a new attempt: facts of an older attempt are history and
 * never reopen or close a newer one.
 */
public sealed interface PackageFact extends Fact {

    PackageRef packageRef();

    /** Which try this is, from 1. */
    int attempt();

    /** Returns the beginning of a package's first attempt. */
    static Started started(PackageRef packageRef) {
        return new Started(packageRef, 1, null, null);
    }

    /** Returns the successful end of a package's first attempt. */
    static Finished succeeded(PackageRef packageRef) {
        return finished(packageRef, Outcome.SUCCEEDED);
    }

    /** Returns the failed end of a package's first attempt. */
    static Finished failed(PackageRef packageRef) {
        return finished(packageRef, Outcome.FAILED);
    }

    /** Returns the end of a package's first attempt; {@link Finished#builder} sets more. */
    static Finished finished(PackageRef packageRef, Outcome outcome) {
        return Finished.builder(packageRef, outcome).build();
    }

    /**
     * Work on the package began.
     *
     * @param index its place in the installer's own count, from 1, or null
     * @param total the installer's own total, or null
     */
    record Started(
            PackageRef packageRef,
            int attempt,
            @Nullable Integer index,
            @Nullable Integer total) implements PackageFact {
        /** Checks the arguments. */
        public Started {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
        }
    }

    /**
     * A package that was known by less is now known by more: it is called {@code as} from now on.
     *
     * @param as name, version and hash as far as they are known now
     */
    record Identified(PackageRef packageRef, int attempt, PackageRef as) implements PackageFact {
        /** Checks the arguments. */
        public Identified {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(as, "as");
        }
    }

    /** It is now known how the package is installed. */
    record MethodKnown(PackageRef packageRef, int attempt, InstallMethod method) implements PackageFact {
        /** Checks the arguments. */
        public MethodKnown {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(method, "method");
        }
    }

    /**
     * What is being done outside any phase.
     *
     * @param kind what sort of thing
     * @param detail the thing itself, such as a URL or a patch, or null
     */
    record Activity(
            PackageRef packageRef,
            int attempt,
            Kind kind,
            @Nullable String detail) implements PackageFact {
        /** Checks the arguments. */
        public Activity {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /** What a package can be busy with outside its phases. */
    enum Kind {
        WAITING,
        FETCHING,
        EXTRACTING,
        STAGING,
        PATCHING
    }

    /** Where the package's own log is. */
    record LogLocated(PackageRef packageRef, int attempt, String path) implements PackageFact {
        /** Checks the arguments. */
        public LogLocated {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * Work on the package ended.
     *
     * @param stated the total time that the log itself states, or null
     * @param phases the times that the log states for single phases, by phase name in lower case; may be empty
     * @param prefix where it is installed, or null
     * @param because id of the package whose failure caused this to be skipped, or null
     */
    record Finished(
            PackageRef packageRef,
            int attempt,
            Outcome outcome,
            @Nullable Duration stated,
            Map<String, Duration> phases,
            @Nullable String prefix,
            @Nullable String because)
            implements PackageFact {
        /** Copies the phases' times. */
        public Finished {
            Objects.requireNonNull(packageRef, "packageRef");
            Checks.atLeast(1, attempt, "attempt");
            Objects.requireNonNull(outcome, "outcome");
            phases = Map.copyOf(Objects.requireNonNull(phases, "phases"));
        }

        /** Starts the end of a package's first attempt. */
        public static Builder builder(PackageRef packageRef, Outcome outcome) {
            return new Builder(packageRef, outcome);
        }

        /** Collects the parts of a package's end; what is not set is unknown. */
        public static final class Builder {

            private final PackageRef packageRef;
            private final Outcome outcome;
            private int attempt = 1;
            private @Nullable Duration stated;
            private Map<String, Duration> phases = Map.of();
            private @Nullable String prefix;
            private @Nullable String because;

            private Builder(PackageRef packageRef, Outcome outcome) {
                this.packageRef = packageRef;
                this.outcome = outcome;
            }

            /** Sets the attempt; 1 unless set. */
            public Builder attempt(int number) {
                attempt = number;
                return this;
            }

            /** Sets the total time that the log itself states. */
            public Builder stated(@Nullable Duration time) {
                stated = time;
                return this;
            }

            /** Sets the times that the log states for single phases, by phase name in lower case. */
            public Builder phases(Map<String, Duration> times) {
                phases = times;
                return this;
            }

            /** Sets the directory in which the package is installed. */
            public Builder prefix(@Nullable String directory) {
                prefix = directory;
                return this;
            }

            /** Sets the id of the package whose failure caused this one to be skipped. */
            public Builder because(@Nullable String id) {
                because = id;
                return this;
            }

            /** Returns the fact. */
            public Finished build() {
                return new Finished(packageRef, attempt, outcome, stated, phases, prefix, because);
            }
        }
    }
}
