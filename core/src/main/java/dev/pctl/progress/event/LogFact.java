package dev.pctl.progress.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log itself is and says. */
public sealed interface LogFact extends Fact {

    /**
     * A line that is output only, with nothing else understood of it.
     *
     * @param number the line's number in its log, from 1
     * @param pkg the package it belongs to, or null if that is not known
     * @param text the line without its end, cleaned of control sequences
     */
    record Output(long number, @Nullable PackageRef pkg, String text) implements LogFact {
        /** Of more lines than these, a view and a slow listener get the newest. */
        public static final int NEWEST = 100;

        @Override
        public Object conflationKey() {
            return List.of(Output.class, number % NEWEST);
        }
    }

    /** Which form of output was recognised, such as {@code classic}. */
    record DialectDetected(String dialect) implements LogFact {}

    /**
     * A part of the log was lost before it could be read.
     *
     * @param bytes how much, or null if that is not known
     */
    record Gap(@Nullable Long bytes) implements LogFact {}
}
