package dev.pctl.progress.estimator.history;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that took time, most often a package that was built or unpacked from a binary cache: what a history holds.
 *
 * @param unit what sort of thing it was
 * @param name the package's name, such as {@code zlib}; the spec of a root; the title of a stage or run
 * @param version its version, or null if not known
 * @param hash its hash, or null if not known
 * @param variant what else distinguishes the build, such as {@code +mpi} or {@code gpu}, or null
 * @param method how it was installed
 * @param started when work on it began
 * @param seconds how long it took, in seconds of wall-clock time, at least 0
 * @param outcome how it ended; only what succeeded tells how long the package takes
 * @param session what was built in one go has the same session, such as the id of the run, or null
 * @param title what the session built, for finding earlier runs of the same kind, or null
 * @param machine the machine or the type of machine, or null if not known
 * @param compiler the compiler or toolchain, or null if not known
 * @param cores how many processors the build could use, or null if not known
 * @param memoryBytes how much memory the machine has, or null if not known
 * @param phases how long its phases took, in seconds, in their order; may be empty
 * @param steps how many steps, such as files compiled, were counted in its phases; may be empty
 * @param marks when it came past which milestone, in seconds from its beginning: the beginnings of its phases by their
 *     names, and fifths of the steps counted in them, such as {@code build 40%}; may be empty
 * @param use what it used besides time
 * @param cause the class of what made it fail, such as {@code disk-full}, or null
 */
public record BuildRecord(
        Unit unit,
        String name,
        @Nullable String version,
        @Nullable String hash,
        @Nullable String variant,
        InstallMethod method,
        Instant started,
        double seconds,
        Outcome outcome,
        @Nullable String session,
        @Nullable String title,
        @Nullable String machine,
        @Nullable String compiler,
        @Nullable Integer cores,
        @Nullable Long memoryBytes,
        Map<String, Double> phases,
        Map<String, Long> steps,
        Map<String, Double> marks,
        Use use,
        @Nullable String cause) {

    /** What can be timed. */
    public enum Unit {
        PACKAGE,
        /** A package that the user asked for, with its dependencies. */
        ROOT,
        /** A step of the host's own. */
        STAGE,
        RUN
    }

    /**
     * What something used besides time, as far as it was measured. What goes on side by side is not told apart.
     *
     * @param peakDiskBytes by how much more disk was in use at its peak than when it began, or null
     * @param leftDiskBytes by how much more disk was in use when it had ended than when it began, negative if it freed
     *     some, or null
     * @param peakMemoryBytes memory in use at its peak, or null
     */
    public record Use(
            @Nullable Long peakDiskBytes,
            @Nullable Long leftDiskBytes,
            @Nullable Long peakMemoryBytes) {

        /** Nothing was measured. */
        public static final Use UNKNOWN = new Use(null, null, null);
    }

    public BuildRecord {
        Objects.requireNonNull(unit, "unit");
        phases = SmallMap.copyOf(phases);
        steps = SmallMap.copyOf(steps);
        marks = SmallMap.copyOf(marks);
        Objects.requireNonNull(use, "use");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(outcome, "outcome");
        if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("seconds must be at least 0 and finite: " + seconds);
        }
    }

    /** Begins a record of a build from source that succeeded. */
    public static Builder builder(String name, Instant started, Duration duration) {
        return new Builder(name, started, Durations.seconds(duration));
    }

    /** Begins a record of a build from source that succeeded, with its duration in seconds. */
    public static Builder builder(String name, Instant started, double seconds) {
        return new Builder(name, started, seconds);
    }

    /** When it ended. */
    public Instant ended() {
        return started.plus(duration());
    }

    /** How long it took. */
    public Duration duration() {
        return Durations.duration(seconds);
    }

    /** Fills in what is known of a build. */
    public static final class Builder {

        private final String name;
        private final Instant started;
        private final double seconds;
        private @Nullable String version;
        private @Nullable String hash;
        private @Nullable String variant;
        private InstallMethod method = InstallMethod.SOURCE;
        private Outcome outcome = Outcome.SUCCEEDED;
        private @Nullable String session;
        private @Nullable String title;
        private @Nullable String machine;
        private @Nullable String compiler;
        private @Nullable Integer cores;
        private Unit unit = Unit.PACKAGE;
        private @Nullable Long memoryBytes;
        private Map<String, Double> phases = Map.of();
        private Map<String, Long> steps = Map.of();
        private Map<String, Double> marks = Map.of();
        private Use use = Use.UNKNOWN;
        private @Nullable String cause;

        private Builder(String name, Instant started, double seconds) {
            this.name = name;
            this.started = started;
            this.seconds = seconds;
        }

        public Builder version(@Nullable String newVersion) {
            version = newVersion;
            return this;
        }

        public Builder hash(@Nullable String newHash) {
            hash = newHash;
            return this;
        }

        public Builder variant(@Nullable String newVariant) {
            variant = newVariant;
            return this;
        }

        public Builder method(InstallMethod newMethod) {
            method = newMethod;
            return this;
        }

        public Builder outcome(Outcome newOutcome) {
            outcome = newOutcome;
            return this;
        }

        public Builder session(@Nullable String newSession) {
            session = newSession;
            return this;
        }

        public Builder title(@Nullable String newTitle) {
            title = newTitle;
            return this;
        }

        public Builder machine(@Nullable String newMachine) {
            machine = newMachine;
            return this;
        }

        public Builder compiler(@Nullable String newCompiler) {
            compiler = newCompiler;
            return this;
        }

        public Builder cores(@Nullable Integer newCores) {
            cores = newCores;
            return this;
        }

        public Builder unit(Unit newUnit) {
            unit = newUnit;
            return this;
        }

        public Builder phases(Map<String, Double> newPhases) {
            phases = newPhases;
            return this;
        }

        public Builder memoryBytes(@Nullable Long newMemoryBytes) {
            memoryBytes = newMemoryBytes;
            return this;
        }

        public Builder steps(Map<String, Long> newSteps) {
            steps = newSteps;
            return this;
        }

        public Builder marks(Map<String, Double> newMarks) {
            marks = newMarks;
            return this;
        }

        public Builder use(Use newUse) {
            use = newUse;
            return this;
        }

        public Builder cause(@Nullable String newCause) {
            cause = newCause;
            return this;
        }

        public BuildRecord build() {
            return new BuildRecord(
                    unit,
                    name,
                    version,
                    hash,
                    variant,
                    method,
                    started,
                    seconds,
                    outcome,
                    session,
                    title,
                    machine,
                    compiler,
                    cores,
                    memoryBytes,
                    phases,
                    steps,
                    marks,
                    use,
                    cause);
        }
    }
}
