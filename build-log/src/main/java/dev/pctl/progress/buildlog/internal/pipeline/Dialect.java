package dev.pctl.progress.buildlog.internal.pipeline;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.line.LineClassifier;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Outcome;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an installer prints: the lines of one log that only this installer has. For one log, used by one thread. */
public interface Dialect {

    /** The lowest bit by which a dialect may mark lines; the pipeline uses those below. */
    long FIRST_MARK = 1L << 8;

    /**
     * What a dialect works with.
     *
     * @param tracker the packages of the log
     * @param failures finds reasons of failures in output
     * @param before returns the output lines just before the current line
     */
    record Context(
            PackageTracker tracker,
            Diagnoser diagnoser,
            OutputFailureTracker failures,
            Supplier<List<String>> before) {}

    /** Creates dialects: a new one for each log. */
    interface Factory {

        /** Creates the dialect of one log. */
        Dialect create(Context context);

        /** Adds what marks lines of this dialect, with bits from {@link #FIRST_MARK} on. */
        void mark(LineClassifier.Builder builder);

        /** Returns what marks lines for a pipeline without grammars of hosts; made once, since that is expensive. */
        LineClassifier classifier();
    }

    /** Looks at a line with control sequences, as it came. */
    default void control(byte[] bytes, int offset, int length) {}

    /**
     * Takes the line if it is one of this dialect.
     *
     * @param marks the marks that the line has
     * @return whether it was taken
     */
    boolean accept(LogLine line, long marks);

    /** Ends what is open, before failures that the installer did not report are looked for. */
    default void close() {}

    /** Ends the log. */
    default void finish() {}

    /**
     * Returns how the run ended as far as the log shows, or null.
     *
     * @param unfinished whether packages were still being worked on at the end of the log
     */
    @Nullable
    Outcome outcome(boolean unfinished);
}
