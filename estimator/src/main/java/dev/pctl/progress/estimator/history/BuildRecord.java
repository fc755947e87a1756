package dev.pctl.progress.estimator.history;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.Price;
import dev.pctl.progress.internal.util.Durations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a history: something that took time, most often a package that was built or unpacked from a binary
 * cache. Immutable. Each component has an accessor here and a method of the same name in the {@link Builder}; new
 * versions may add components.
 */
public final class BuildRecord {

    /** Longer durations, and records from the future, are not {@link #isPlausible plausible}: a clock was wrong. */
    private static final Duration LONGEST_PLAUSIBLE = Duration.ofDays(30);

    /** How far the clocks of two machines that share a history may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final Values values;

    private BuildRecord(Values values) {
        this.values = values;
    }

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
     * Resources other than time, as far as they were measured. Builds that run at the same time share the measurement.
     *
     * @param peakDiskBytes the largest growth of the used disk space since the beginning, or null
     * @param leftDiskBytes the growth of the used disk space at the end, negative if space was freed, or null
     * @param peakMemoryBytes the largest memory use, or null
     */
    public record Use(
            @Nullable Long peakDiskBytes,
            @Nullable Long leftDiskBytes,
            @Nullable Long peakMemoryBytes) {

        /** Nothing was measured. */
        public static final Use UNKNOWN = new Use(null, null, null);
    }

    /** Begins a record of a build from source that succeeded. */
    public static Builder builder(String name, Instant started, Duration duration) {
        return builder(name, started, Durations.seconds(Objects.requireNonNull(duration, "duration")));
    }

    /** Begins a record of a build from source that succeeded, with its duration in seconds. */
    public static Builder builder(String name, Instant started, double seconds) {
        return unset().name(name).started(started).seconds(seconds);
    }

    /** Begins a record without name, start and duration. */
    static Builder unset() {
        return new Builder(new Values());
    }

    /** Begins a record that is like this one. */
    public Builder toBuilder() {
        return new Builder(values.copy());
    }

    /**
     * Reads a record that {@link #toJson} wrote, by this version of the library or another one. Fields that this version
     * does not know are ignored.
     *
     * @throws IOException if the text is not a record
     */
    public static BuildRecord ofJson(String json) throws IOException {
        byte[] bytes = Objects.requireNonNull(json, "json").getBytes(StandardCharsets.UTF_8);
        BuildRecord record = new BuildRecordCodec().read("a record", bytes, 0, bytes.length);
        if (record == null) {
            throw new IOException("not a record");
        }
        return record;
    }

    /** Returns the record as one line of JSON, in the form of the lines of a {@link JsonlBuildHistory}. */
    public String toJson() {
        return BuildRecordCodec.write(this);
    }

    /** Returns what sort of thing it was. */
    public Unit unit() {
        return values.unit;
    }

    /** Returns the package's name, such as {@code zlib}; the spec of a root; the title of a stage or run. */
    public String name() {
        return values.name;
    }

    /** Returns its version, or null if not known. */
    public @Nullable String version() {
        return values.version;
    }

    /** Returns its hash, or null if not known. */
    public @Nullable String hash() {
        return values.hash;
    }

    /** Returns what else distinguishes the build, such as {@code +mpi} or {@code gpu}, or null. */
    public @Nullable String variant() {
        return values.variant;
    }

    /** Returns how it was installed. */
    public InstallMethod method() {
        return values.method;
    }

    /** Returns when work on it began. */
    public Instant started() {
        return values.started;
    }

    /** Returns how long it took, in seconds of wall-clock time, at least 0 and finite. */
    public double seconds() {
        return values.seconds;
    }

    /** Returns how it ended. Forecasts rest on successful builds alone. */
    public Outcome outcome() {
        return values.outcome;
    }

    /** Returns what all records of one run have in common, such as the run's id, or null. */
    public @Nullable String session() {
        return values.session;
    }

    /** Returns what the run built, by which earlier runs of the same kind are found, or null. */
    public @Nullable String title() {
        return values.title;
    }

    /** Returns the machine or the type of machine, or null if not known. */
    public @Nullable String machine() {
        return values.machine;
    }

    /** Returns the compiler or toolchain, or null if not known. */
    public @Nullable String compiler() {
        return values.compiler;
    }

    /** Returns how many processors the build could use, or null if not known. */
    public @Nullable Integer cores() {
        return values.cores;
    }

    /** Returns how much memory the machine has, or null if not known. */
    public @Nullable Long memoryBytes() {
        return values.memoryBytes;
    }

    /** Returns the durations of its phases in seconds, in the order of the phases; may be empty. */
    public Map<String, Double> phases() {
        return values.phases;
    }

    /** Returns how many steps, such as compiled files, each phase had; may be empty. */
    public Map<String, Long> steps() {
        return values.steps;
    }

    /**
     * Returns when it passed which milestone, in seconds since its beginning. Milestones are the beginnings of phases,
     * by their names, and fifths of the steps of a phase, such as {@code build 40%}. May be empty.
     */
    public Map<String, Double> marks() {
        return values.marks;
    }

    /** Returns which resources it used. */
    public Use use() {
        return values.use;
    }

    /** Returns the class of what made it fail, such as {@code disk-full}, or null. */
    public @Nullable String cause() {
        return values.cause;
    }

    /** Returns the price of the machines of a run, as it was at that time; null if not known. */
    public @Nullable Price price() {
        return values.price;
    }

    /** Returns when it ended. */
    public Instant ended() {
        return started().plus(duration());
    }

    /** Returns how long it took. */
    public Duration duration() {
        return Durations.duration(seconds());
    }

    /**
     * Returns whether the record can be true: it took at most 30 days, began after 1970 and did not end after the given
     * time, by more than a day. Others come from clocks or logs that were wrong; forecasts ignore them, and stores may
     * drop them.
     *
     * @param now the present time
     */
    public boolean isPlausible(Instant now) {
        return seconds() <= LONGEST_PLAUSIBLE.toSeconds()
                && started().isAfter(Instant.EPOCH)
                && !ended().isAfter(now.plus(CLOCK_SKEW));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BuildRecord record && BuildRecordCodec.equal(this, record);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name(), started(), seconds(), session());
    }

    @Override
    public String toString() {
        return toJson();
    }

    private static final class Values implements Cloneable {
        private Unit unit = Unit.PACKAGE;
        private String name = "";
        private @Nullable String version;
        private @Nullable String hash;
        private @Nullable String variant;
        private InstallMethod method = InstallMethod.SOURCE;
        private Instant started = Instant.EPOCH;
        private double seconds = Double.NaN;
        private Outcome outcome = Outcome.SUCCEEDED;
        private @Nullable String session;
        private @Nullable String title;
        private @Nullable String machine;
        private @Nullable String compiler;
        private @Nullable Integer cores;
        private @Nullable Long memoryBytes;
        private Map<String, Double> phases = Map.of();
        private Map<String, Long> steps = Map.of();
        private Map<String, Double> marks = Map.of();
        private Use use = Use.UNKNOWN;
        private @Nullable String cause;
        private @Nullable Price price;

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Collects the components of a record. All but name, start and duration have defaults. */
    public static final class Builder {

        private final Values values;

        private Builder(Values values) {
            this.values = values;
        }

        public Builder unit(Unit newUnit) {
            values.unit = Objects.requireNonNull(newUnit, "unit");
            return this;
        }

        public Builder name(String newName) {
            values.name = Objects.requireNonNull(newName, "name");
            return this;
        }

        public Builder version(@Nullable String newVersion) {
            values.version = newVersion;
            return this;
        }

        public Builder hash(@Nullable String newHash) {
            values.hash = newHash;
            return this;
        }

        public Builder variant(@Nullable String newVariant) {
            values.variant = newVariant;
            return this;
        }

        public Builder method(InstallMethod newMethod) {
            values.method = Objects.requireNonNull(newMethod, "method");
            return this;
        }

        public Builder started(Instant newStarted) {
            values.started = Objects.requireNonNull(newStarted, "started");
            return this;
        }

        public Builder seconds(double newSeconds) {
            values.seconds = newSeconds;
            return this;
        }

        public Builder outcome(Outcome newOutcome) {
            values.outcome = Objects.requireNonNull(newOutcome, "outcome");
            return this;
        }

        public Builder session(@Nullable String newSession) {
            values.session = newSession;
            return this;
        }

        public Builder title(@Nullable String newTitle) {
            values.title = newTitle;
            return this;
        }

        public Builder machine(@Nullable String newMachine) {
            values.machine = newMachine;
            return this;
        }

        public Builder compiler(@Nullable String newCompiler) {
            values.compiler = newCompiler;
            return this;
        }

        public Builder cores(@Nullable Integer newCores) {
            values.cores = newCores;
            return this;
        }

        public Builder memoryBytes(@Nullable Long newMemoryBytes) {
            values.memoryBytes = newMemoryBytes;
            return this;
        }

        public Builder phases(Map<String, Double> newPhases) {
            values.phases = copyOf("phases", newPhases);
            return this;
        }

        public Builder steps(Map<String, Long> newSteps) {
            values.steps = copyOf("steps", newSteps);
            return this;
        }

        public Builder marks(Map<String, Double> newMarks) {
            values.marks = copyOf("marks", newMarks);
            return this;
        }

        public Builder use(Use newUse) {
            values.use = Objects.requireNonNull(newUse, "use");
            return this;
        }

        public Builder cause(@Nullable String newCause) {
            values.cause = newCause;
            return this;
        }

        public Builder price(@Nullable Price newPrice) {
            values.price = newPrice;
            return this;
        }

        Builder changeUse(UnaryOperator<Use> change) {
            return use(change.apply(values.use));
        }

        /**
         * Returns the record.
         *
         * @throws IllegalArgumentException if the name is empty, the start not in the years 0 to 9999, or the duration
         *     negative or not finite
         */
        public BuildRecord build() {
            if (values.name.isEmpty()) {
                throw new IllegalArgumentException("name must not be empty");
            }
            if (values.started.isBefore(EARLIEST) || !values.started.isBefore(LATEST)) {
                throw new IllegalArgumentException("started must be in the years 0 to 9999: " + values.started);
            }
            check("seconds", values.seconds);
            return new BuildRecord(values.copy());
        }

        private static <N extends Number> Map<String, N> copyOf(String component, Map<String, N> map) {
            map.values().forEach(n -> check(component, n.doubleValue()));
            // Map.copyOf would not keep the order.
            return map.size() <= 1 ? Map.copyOf(map) : Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }

        private static void check(String component, double number) {
            if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(component + " must be at least 0 and finite: " + number);
            }
        }
    }
}
