package dev.pctl.progress.event;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The life of a run: one execution that is watched. */
public sealed interface RunFact extends Fact {

    /**
     * The run began.
     *
     * @param title what is built, for people
     * @param labels the host's own properties, such as template, instance type or cores
     */
    record Started(String title, Map<String, String> labels) implements RunFact {
        public Started {
            Objects.requireNonNull(title, "title");
            labels = Map.copyOf(Objects.requireNonNull(labels, "labels"));
        }
    }

    /**
     * The host or its script stated how far the run is.
     *
     * @param fraction of the run that is done, from 0 to 1, or null if only the text was stated
     * @param text what it said it is doing
     */
    record StatusReported(@Nullable Double fraction, String text) implements RunFact {
        public StatusReported {
            Objects.requireNonNull(text, "text");
            if (fraction != null && !(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("fraction must be within 0 and 1: " + fraction);
            }
        }
    }

    /**
     * The host stated the price of the worker's machine. It applies from now on, until another one is stated.
     *
     * @param price the price
     */
    record Priced(Price price) implements RunFact {
        public Priced {
            Objects.requireNonNull(price, "price");
        }
    }

    /**
     * The run ended.
     *
     * @param detail one line for people, such as the exit status, or null
     */
    record Finished(Outcome outcome, @Nullable String detail) implements RunFact {
        /** Checks the arguments. */
        public Finished {
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    /** Proof of life in quiet times; also what a recorded stream ticks with. */
    record Heartbeat() implements RunFact {
        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Heartbeat.class);
        }
    }
}
