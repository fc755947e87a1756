package dev.pctl.progress.spi;

import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one log into facts, as they come. A parser sees the bytes in order, cut anywhere: between lines,
 * within one, within a character. It never throws because of what the bytes say, and its memory does not grow with the
 * log.
 *
 * <p>A parser is used by one thread at a time.
 */
public interface LogParser {

    /**
     * Takes the next bytes. The array belongs to the caller and may change after the call.
     *
     * @param readAt when they were read; the time of facts whose line has no time of its own
     */
    void accept(byte[] bytes, int offset, int length, Instant readAt);

    /**
     * A part of the log is missing between what was taken so far and what comes next: a line that was begun is not
     * gone on with. Does nothing unless a parser cares.
     *
     * @param at when the gap was seen
     */
    default void gap(Instant at) {}

    /**
     * Gives the sink the newest lines of plain output, {@value dev.pctl.progress.event.LogFact.Output#NEWEST} at most,
     * that were kept back because the sink does not want every line. Does nothing for parsers that keep none back.
     */
    default void flush() {}

    /**
     * The log is at its end: what was begun and not ended is unfinished. Later calls do nothing.
     *
     * @param at when the end was seen
     */
    void finish(Instant at);

    /**
     * How the run ended as far as the log itself tells.
     *
     * @return null while or where it does not tell
     */
    default @Nullable Outcome outcome() {
        return null;
    }

    /** Makes parsers: a new one for each log. */
    @FunctionalInterface
    interface Factory {

        /** A parser that gives its facts to the sink, in the thread that calls it. */
        LogParser create(FactSink sink);
    }
}
