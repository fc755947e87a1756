package dev.pctl.progress.event;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is expected: how long something takes, how much room it needs, and what that rests on. */
public sealed interface ForecastFact extends Fact {

    /** The time that remains of the run, from the event's time on. */
    record RunRemaining(Forecast remaining) implements ForecastFact {
        /** Checks the arguments. */
        public RunRemaining {
            Objects.requireNonNull(remaining, "remaining");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(RunRemaining.class);
        }
    }

    /** The time that the run takes as a whole, as it is seen before anything was built. */
    record RunTotal(Forecast total) implements ForecastFact {
        /** Checks the arguments. */
        public RunTotal {
            Objects.requireNonNull(total, "total");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(RunTotal.class);
        }
    }

    /** The time that a package takes as a whole, from its start on. */
    record PackageTotal(PackageRef packageRef, Forecast total) implements ForecastFact {
        /** Checks the arguments. */
        public PackageTotal {
            Objects.requireNonNull(packageRef, "packageRef");
            Objects.requireNonNull(total, "total");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(PackageTotal.class, packageRef.id());
        }
    }

    /** The time that a package would take if it were installed by another method than it is. */
    record AlternativeMethod(PackageRef packageRef, InstallMethod method, Forecast total) implements ForecastFact {
        /** Checks the arguments. */
        public AlternativeMethod {
            Objects.requireNonNull(packageRef, "packageRef");
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(total, "total");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(AlternativeMethod.class, packageRef.id());
        }
    }

    /**
     * How many steps a phase of a package has, from earlier builds, for tools that do not state it.
     *
     * @param total how many there are, at least 1
     */
    record StepTotal(PackageRef packageRef, String phase, long total) implements ForecastFact {
        /** Checks the arguments. */
        public StepTotal {
            Objects.requireNonNull(packageRef, "packageRef");
            Objects.requireNonNull(phase, "phase");
            Checks.atLeast(1, total, "total");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(StepTotal.class, packageRef.id(), phase);
        }
    }

    /**
     * The chain of packages that decides when the run ends: each waits for the one before it.
     *
     * @param packages ids of the packages that are not done, in the order in which they are built
     */
    record CriticalPath(List<String> packages) implements ForecastFact {
        public CriticalPath {
            packages = List.copyOf(Objects.requireNonNull(packages, "packages"));
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(CriticalPath.class);
        }
    }

    /**
     * Earlier runs with which this one can be compared.
     *
     * @param same runs that built the same, by title, the newest first
     * @param similar the most similar of the others, the most similar first
     */
    record Precedents(List<PreviousRun> same, List<PreviousRun> similar) implements ForecastFact {
        public Precedents {
            same = List.copyOf(Objects.requireNonNull(same, "same"));
            similar = List.copyOf(Objects.requireNonNull(similar, "similar"));
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Precedents.class);
        }
    }

    /**
     * How good the forecasts of packages were lately.
     *
     * @param forecasts how many were judged
     * @param medianError half of them missed by at most this share of the truth: 0.12 is twelve percent
     * @param held the share, from 0 to 1, of those whose truth lay between p10 and p90
     * @param atLeast forecasts of less than this, for work that took less than this, were left out; null if none were
     */
    record TrackRecord(
            int forecasts,
            double medianError,
            double held,
            @Nullable Duration atLeast) implements ForecastFact {
        /** Checks the arguments. */
        public TrackRecord {
            Checks.atLeast(0, forecasts, "forecasts");
        }

        /** For people: {@code Last 20 forecasts of 30s or more: median error 12%, interval held in 83%}. */
        public String inWords() {
            return "Last " + forecasts + (forecasts == 1 ? " forecast" : " forecasts")
                    + (atLeast == null ? "" : " of " + atLeast.toSeconds() + "s or more")
                    + ": median error " + percent(medianError) + ", interval held in " + percent(held);
        }

        private static String percent(double share) {
            return Math.round(share * 100) + "%";
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(TrackRecord.class);
        }
    }

    /** The time that one phase of a package takes, from the phase's start on. */
    record PhaseTotal(PackageRef packageRef, String phase, Forecast total) implements ForecastFact {
        /** Checks the arguments. */
        public PhaseTotal {
            Objects.requireNonNull(packageRef, "packageRef");
            Objects.requireNonNull(phase, "phase");
            Objects.requireNonNull(total, "total");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(PhaseTotal.class, packageRef.id(), phase);
        }
    }

    /**
     * The room that one package needs at its highest: what it installs and what its build directory holds meanwhile.
     *
     * @param basis where it comes from, for people
     */
    record PackageDiskNeed(PackageRef packageRef, ByteInterval bytes, String basis) implements ForecastFact {
        /** Checks the arguments. */
        public PackageDiskNeed {
            Objects.requireNonNull(packageRef, "packageRef");
            Objects.requireNonNull(bytes, "bytes");
            Objects.requireNonNull(basis, "basis");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(PackageDiskNeed.class, packageRef.id());
        }
    }

    /**
     * The room that the rest of the run needs: how many bytes more than at the event's time will be in use when most is
     * in use, build directories included. Estimated from earlier runs; {@link DiskOutlook}
     * states whether it fits.
     *
     * @param basis where it comes from, for people: {@code "based on 3 previous builds"}
     */
    record DiskNeed(ByteInterval bytes, String basis) implements ForecastFact {
        /** Checks the arguments. */
        public DiskNeed {
            Objects.requireNonNull(bytes, "bytes");
            Objects.requireNonNull(basis, "basis");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(DiskNeed.class);
        }
    }

    /** Whether something will do until the run's end. */
    enum Verdict {
        /** Too little is known yet. */
        UNKNOWN,
        SAFE,
        AT_RISK
    }

    /**
     * How a watched file system will fill until the run ends.
     *
     * @param path the path, as the readings of the disk name it
     * @param bytesPerSecond how fast it fills lately, negative while it empties, or null while that is not known
     * @param untilFull when it is full at this rate, from the event's time on; null if it does not fill, or if that is
     *     not known
     * @param expectedPeak the most that will be in use until the run ends; may be more than the disk holds; null while
     *     that is not known
     * @param inodesPerSecond how fast its inodes are used up, or null while that is not known
     * @param untilInodesFull when none is left at this rate, or null
     * @param verdict whether the run comes to its end before the disk does
     */
    record DiskOutlook(
            String path,
            @Nullable Double bytesPerSecond,
            @Nullable Forecast untilFull,
            @Nullable ByteInterval expectedPeak,
            @Nullable Double inodesPerSecond,
            @Nullable Forecast untilInodesFull,
            Verdict verdict)
            implements ForecastFact {

        public DiskOutlook {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(verdict, "verdict");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(DiskOutlook.class, path);
        }
    }
}
