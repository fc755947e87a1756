package dev.pctl.progress.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed and what to do about it.
 *
 * @param pkg the package that failed, or null if the failure is the run's own
 * @param attempt the package's attempt, from 1
 * @param phase the phase in which it failed, or null if outside any
 * @param cause the class of cause
 * @param kind what exactly it was, such as {@code missing-header}, or null
 * @param log the log that holds the decisive line, or null
 * @param line the decisive line's number in that log, from 1, or null
 * @param message the decisive line, or the best one-line description there is
 * @param excerpt the lines around it, as they stand in the log; may be empty
 * @param remedies what to do, most promising first
 */
public record Diagnosis(
        @Nullable PackageRef pkg,
        int attempt,
        @Nullable String phase,
        Cause cause,
        @Nullable String kind,
        @Nullable String log,
        @Nullable Integer line,
        String message,
        List<String> excerpt,
        List<String> remedies) {

    public Diagnosis {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(message, "message");
        excerpt = List.copyOf(excerpt);
        remedies = List.copyOf(remedies);
    }

    /** Where to look: {@code log:line}, the log alone, or null if no log is known. */
    public @Nullable String location() {
        if (log == null) {
            return null;
        }
        return line == null ? log : log + ':' + line;
    }
}
