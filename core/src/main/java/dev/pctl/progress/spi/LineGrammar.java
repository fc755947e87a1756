package dev.pctl.progress.spi;

import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of a host's own tools mean. A parser takes lines out of the bytes, cleans them of control sequences
 * and of what stands before every line because of where the log comes from, and asks its grammars in turn; the first
 * that understands a line keeps it. A grammar gives what it understands to the sink it was made with.
 *
 * <p>A grammar is made for one log, may keep what it has seen of it, and is used by one thread at a time. It must not
 * throw because of what a line says: a log may say anything.
 */
@FunctionalInterface
public interface LineGrammar {

    /**
     * Takes one line.
     *
     * @param time when it was printed: what the log itself says, else when it was read
     * @param line the line without its end; lines overwritten on a terminal come too
     * @return whether it is one of this grammar's; a line that no grammar understands is output of the build
     */
    boolean accept(Instant time, String line);

    /**
     * What its lines begin with, such as {@code IMAGE_BUILDER:}. Lines that begin otherwise are then not shown to the
     * grammar, which spares time; and since nobody else prints such lines, the first of them shows what stands before
     * every line. Empty if it wants to see every line.
     */
    default List<String> beginnings() {
        return List.of();
    }

    /**
     * The log is at its end.
     *
     * @param at when the end was seen
     */
    default void finish(Instant at) {}

    /**
     * How the run ended as far as these lines tell.
     *
     * @return null while or where they do not tell
     */
    default @Nullable Outcome outcome() {
        return null;
    }

    /** Makes grammars: a new one for each log. */
    @FunctionalInterface
    interface Factory {

        /** A grammar that gives its facts to the sink, in the thread that calls it. */
        LineGrammar create(FactSink sink);
    }
}
