package dev.pctl.progress.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the log itself is and says. */
public sealed interface LogFact extends Fact {

    /**
     * A line that is output only, with nothing else understood of it.
     *
     * @param number the line's number in its log, from 1
     * @param packageRef the package it belongs to, or null if that is not known
     * @param text the line without its end, cleaned of control sequences
     * @param log the path of its log, or null if it is the installer's own output
     */
    record Output(
            long number,
            @Nullable PackageRef packageRef,
            String text,
            @Nullable String log) implements LogFact {
        /** Checks the arguments. */
        public Output {
            Objects.requireNonNull(text, "text");
        }

        /** Of more lines of one log than these, a view and a slow listener get the newest. */
        public static final int NEWEST = 100;

        /** A line of the installer's own output. */
        public Output(long number, @Nullable PackageRef packageRef, String text) {
            this(number, packageRef, text, null);
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Output.class, log == null ? "" : log, Long.toString(number % NEWEST));
        }
    }

    /**
     * A package's own log was opened, or opened again under the same path: its lines are numbered from 1.
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
