package dev.pctl.progress.buildlog.internal.pipeline;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.line.LineClassifier;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.prefix.LineAnchors;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Outcome;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The grammar of the lines that only one installer prints. For one log, used by one thread. */
public interface Dialect {

    /** The lowest mark of a dialect; marks are bits, and the pipeline uses those below. */
    long FIRST_MARK = 1L << 8;

    /**
     * The parts of a pipeline that a dialect works with.
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

        /** Returns the beginnings of lines that reveal the log's prefix. */
        LineAnchors anchors();

        /** Adds the marks of this dialect, which are bits from {@link #FIRST_MARK} on. */
        void mark(LineClassifier.Builder builder);

        /**
         * Returns the classifier of a pipeline without grammars of hosts. It is shared, since creating one takes
         * milliseconds.
         */
        LineClassifier classifier();
    }

    /** Handles a line with control sequences, before they are removed. */
    default void control(byte[] bytes, int offset, int length) {}

    /**
     * Handles the line if it belongs to this dialect.
     *
     * @param marks the marks that the line has
     * @return whether it does
     */
    boolean accept(LogLine line, long marks);

    /** Completes open reports. Then the pipeline looks for failures that the installer did not report. */
    default void close() {}

    /** Ends the log. */
    default void finish() {}

    /**
     * Returns how the run ended, or null if the log does not show it.
     *
     * @param unfinished whether packages were in progress at the end of the log
     */
    @Nullable
    Outcome outcome(boolean unfinished);
}
