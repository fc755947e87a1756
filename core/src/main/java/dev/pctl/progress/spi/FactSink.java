package dev.pctl.progress.spi;

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

    /**
     * Whether every line of plain output is wanted. Where it is not, a parser may keep lines back as bytes until it is
     * {@linkplain LogParser#flush flushed}, and give the newest only. May change while the log is read.
     */
    default boolean everyLine() {
        return true;
    }
}
