package dev.pctl.progress.event;

import dev.pctl.progress.internal.util.Utf8Lines;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the log itself is and says. */
public sealed interface LogFact extends Fact {

    /**
     * A block of output: consecutive lines of one log and one package of which nothing else is understood. Parsers emit
     * the lines that they read together as one block, so that output costs one event for many lines. Steps that are
     * counted from these lines come before the block, all other facts in the order of the log. The time of the event is
     * that of the block's last line.
     *
     * @param number the number of the first line in its log, from 1
     * @param packageRef the package it belongs to, or null if that is not known
     * @param lines at least one line, each without its end and cleaned of control sequences
     * @param log the path of its log, or null if it is the installer's own output
     */
    record Output(
            long number,
            @Nullable PackageRef packageRef,
            List<String> lines,
            @Nullable String log) implements LogFact {
        /**
         * The number of lines of one log that a view keeps and that wait for a slow listener: more than a screen shows.
         */
        public static final int NEWEST = 100;

        public Output {
            Objects.requireNonNull(lines, "lines");
            if (lines.isEmpty()) {
                throw new IllegalArgumentException("a block of output needs a line");
            }
            lines = lines instanceof Utf8Lines ? lines : List.copyOf(lines);
        }

        /** Creates a block of one line of the installer's own output. */
        public Output(long number, @Nullable PackageRef packageRef, String line) {
            this(number, packageRef, List.of(line), null);
        }
    }

    /**
     * A package's own log was begun, or restarted under the same path: its lines count from 1.
     *
     * @param packageRef the package it belongs to
     * @param log its path
     */
    record Opened(PackageRef packageRef, String log) implements LogFact {
        /** Checks the arguments. */
        public Opened {
            Objects.requireNonNull(packageRef, "packageRef");
            Objects.requireNonNull(log, "log");
        }
    }

    /** Which form of output was recognised, such as {@code classic}. */
    record DialectDetected(String dialect) implements LogFact {
        /** Checks the arguments. */
        public DialectDetected {
            Objects.requireNonNull(dialect, "dialect");
        }
    }

    /**
     * A part of the log was lost before it could be read.
     *
     * @param bytes how much, or null if that is not known
     */
    record Gap(@Nullable Long bytes) implements LogFact {}
}
