package dev.pctl.progress.source;

import dev.pctl.progress.event.Fact;
import java.time.Instant;

/** Takes facts from whoever finds them out. */
@FunctionalInterface
public interface FactSink {

    /**
     * Takes one fact.
     *
     * @param time when it happened, as well as is known
     */
    void accept(Instant time, Fact fact);
}
