package dev.pctl.progress.event;

import java.util.List;

/** How long something is expected to take. */
public sealed interface ForecastFact extends Fact {

    /** The time that remains of the run, from the event's time on. */
    record RunRemaining(Forecast remaining) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return RunRemaining.class;
        }
    }

    /** The time that a package takes as a whole, from its start on. */
    record PackageTotal(PackageRef pkg, Forecast total) implements ForecastFact {
        @Override
        public Object conflationKey() {
            return List.of(PackageTotal.class, pkg.id());
        }
    }
}
