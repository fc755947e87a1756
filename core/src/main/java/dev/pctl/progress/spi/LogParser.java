package dev.pctl.progress.spi;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one log into facts, as they come. The facts depend on the bytes and on how they are cut, and not on
 * who takes them. A parser sees the bytes in order, cut anywhere: between lines,
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
     * Notes that the whole log was written in one phase of one package, which have started and which their host ends.
     * Called at most once, before the first bytes. Does nothing by default: then output without a package belongs to none.
     *
     * @param at when the log begins
     */
    default void startIn(PackageRef ref, int attempt, String phase, Instant at) {}

    /**
     * Notes that a part of the log is missing between the bytes taken so far and the next ones: a line that was begun
     * ends here. Does nothing by default.
     *
     * @param at when the gap was seen
     */
    default void gap(Instant at) {}

    /**
     * Ends the log: packages that were begun and not ended are unfinished. Later calls do nothing.
     *
     * @param at when the end was seen
     */
    void finish(Instant at);

    /**
     * Returns how the run ended, as far as the log itself shows.
     *
     * @return null while or where the log does not show it
     */
    default @Nullable Outcome outcome() {
        return null;
    }

    /** Creates parsers: a new one for each log. */
    @FunctionalInterface
    interface Factory {

        /** Creates a parser that gives its facts to the sink, in the thread that calls it. */
        LogParser create(FactSink sink);
    }
}
