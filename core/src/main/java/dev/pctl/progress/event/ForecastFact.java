package dev.pctl.progress.event;

import java.util.List;

/** How long something is expected to take, and what that rests on. */
public sealed interface ForecastFact extends Fact {

    /** The time that remains of the run, from the event's time on. */
    record RunRemaining(Forecast remaining) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return RunRemaining.class;
        }
    }

    /** The time that the run takes as a whole, as it is seen before anything was built. */
    record RunTotal(Forecast total) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return RunTotal.class;
        }
    }

    /** The time that a package takes as a whole, from its start on. */
    record PackageTotal(PackageRef pkg, Forecast total) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return List.of(PackageTotal.class, pkg.id());
        }
    }

    /** The time that a package would take if it were installed by another method than it is. */
    record OtherMethod(PackageRef pkg, Method method, Forecast total) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return List.of(OtherMethod.class, pkg.id());
        }
    }

    /**
     * How many steps a phase of a package has, from earlier builds, for tools that do not state it.
     *
     * @param total how many there are, at least 1
     */
    record StepTotal(PackageRef pkg, String phase, long total) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return List.of(StepTotal.class, pkg.id(), phase);
        }
    }

    /**
     * The chain of packages that decides when the run ends: each waits for the one before it.
     *
     * @param packages ids of the packages that are not done, in the order in which they are built
     */
    record CriticalPath(List<String> packages) implements ForecastFact {
        public CriticalPath {
            packages = List.copyOf(packages);
        }

        @Override
        public Object conflationKey() {
            return CriticalPath.class;
        }
    }

    /**
     * Earlier runs with which this one can be compared.
     *
     * @param same runs that built the same, by title, the newest first
     * @param similar the most similar of the others, the most similar first
     */
    record Precedents(List<PastRun> same, List<PastRun> similar) implements ForecastFact {
        public Precedents {
            same = List.copyOf(same);
            similar = List.copyOf(similar);
        }

        @Override
        public Object conflationKey() {
            return Precedents.class;
        }
    }

    /**
     * How good the forecasts of packages were lately.
     *
     * @param forecasts how many were judged
     * @param medianError half of them missed by at most this share of the truth: 0.12 is twelve percent
     * @param held the share, from 0 to 1, of those whose truth lay between p10 and p90
     */
    record TrackRecord(int forecasts, double medianError, double held) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return TrackRecord.class;
        }
    }
}
