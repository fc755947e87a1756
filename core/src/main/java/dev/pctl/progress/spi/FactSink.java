package dev.pctl.progress.spi;

import dev.pctl.progress.event.Fact;
import java.time.Instant;

/** Takes facts from their source, such as a parser. */
@FunctionalInterface
public interface FactSink {

    /**
     * Takes one fact.
     *
     * @param time when it happened, as well as is known
     */
    void accept(Instant time, Fact fact);
}
