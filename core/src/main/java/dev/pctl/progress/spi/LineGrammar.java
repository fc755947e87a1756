package dev.pctl.progress.spi;

import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands the lines of a host's own tools. A parser splits the bytes into lines, removes control sequences and the
 * prefix that a log transport puts before every line, and asks its grammars in turn; the first that understands a line
 * consumes it. A grammar gives facts to the sink with which it was created.
 *
 * <p>A grammar is created for one log, may keep state, and is used by one thread at a time. It must not throw because
 * of the content of a line: a log may contain anything.
 */
@FunctionalInterface
public interface LineGrammar {

    /**
     * Takes one line.
     *
     * @param time when it was printed, as far as the log says, else when it was read
     * @param line the line without its end; lines overwritten on a terminal come too
     * @return whether the grammar understands it; a line that no grammar understands is output of the build
     */
    boolean accept(Instant time, String line);

    /**
     * Returns what its lines begin with, such as {@code IMAGE_BUILDER:}. The grammar then gets no other lines, which
     * saves time; and since no other tool prints such lines, the first of them shows the prefix of every line. Empty if
     * the grammar wants every line.
     */
    default List<String> beginnings() {
        return List.of();
    }

    /**
     * Takes note that the log is at its end.
     *
     * @param at when the end was seen
     */
    default void finish(Instant at) {}

    /**
     * Returns how the run ended as far as these lines say.
     *
     * @return null while or where they do not say
     */
    default @Nullable Outcome outcome() {
        return null;
    }

    /** Creates grammars: a new one for each log. */
    @FunctionalInterface
    interface Factory {

        /** Creates a grammar that gives its facts to the sink, in the thread that calls it. */
        LineGrammar create(FactSink sink);
    }
}
