package dev.pctl.progress.event;

import org.jspecify.annotations.Nullable;

/** What the log itself is and says. */
public sealed interface LogFact extends Fact {

    /**
     * A line that is output only, with nothing else understood of it.
     *
     * @param number the line's number in its log, from 1
     * @param pkg the package it belongs to, or null if that is not known
     * @param text the line without its end, cleaned of control sequences
     * @param log the path of its log, or null if it is the installer's own output
     */
    record Output(
            long number,
            @Nullable PackageRef pkg,
            String text,
            @Nullable String log) implements LogFact {
        /** Of more lines of one log than these, a view and a slow listener get the newest. */
        public static final int NEWEST = 100;

        /** A line of the installer's own output. */
        public Output(long number, @Nullable PackageRef pkg, String text) {
            this(number, pkg, text, null);
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Output.class, log == null ? "" : log, Long.toString(number % NEWEST));
        }
    }

    /**
     * A package's own log was begun, or was begun anew under the same path: its lines count from 1.
     *
     * @param pkg the package it belongs to
     * @param log its path
     */
    record Opened(PackageRef pkg, String log) implements LogFact {}

    /** Which form of output was recognised, such as {@code classic}. */
    record DialectDetected(String dialect) implements LogFact {}

    /**
     * A part of the log was lost before it could be read.
     *
     * @param bytes how much, or null if that is not known
     */
    record Gap(@Nullable Long bytes) implements LogFact {}
}
