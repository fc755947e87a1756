package dev.pctl.progress.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed and what to do about it.
 *
 * @param packageRef the package that failed, or null if the failure is the run's own
 * @param attempt the package's attempt, from 1
 * @param phase the phase in which it failed, or null if outside any
 * @param cause the class of cause
 * @param kind what exactly it was, such as {@code missing-header}, or null
 * @param subject what it is about, such as the header's name, or null
 * @param summary why it failed, in one plain sentence, or null if that is not known
 * @param log the log that holds the decisive line, or null
 * @param line the decisive line's number in that log, from 1, or null
 * @param message the decisive line, or the best one-line description there is
 * @param excerpt the lines around it, as they stand in the log; may be empty
 * @param excerptLine the number of the excerpt's first line in the log, from 1, or null
 * @param details what else was found, by name: {@code expected} and {@code got} of a checksum, {@code holder} of a lock
 * @param retry whether trying again makes sense, or null if that is not known; what is usual for the cause unless given
 * @param remedies what to do, most promising first
 */
public record Diagnosis(
        @Nullable PackageRef packageRef,
        int attempt,
        @Nullable String phase,
        FailureCause cause,
        @Nullable String kind,
        @Nullable String subject,
        @Nullable String summary,
        @Nullable String log,
        @Nullable Integer line,
        String message,
        List<String> excerpt,
        @Nullable Integer excerptLine,
        Map<String, String> details,
        @Nullable RetryAdvice retry,
        List<String> remedies) {

    public Diagnosis {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(message, "message");
        excerpt = List.copyOf(excerpt);
        details = Map.copyOf(details);
        retry = retry == null ? cause.retry() : retry;
        remedies = List.copyOf(remedies);
    }

    /** A diagnosis of which no more is known. */
    public Diagnosis(
            @Nullable PackageRef packageRef,
            int attempt,
            @Nullable String phase,
            FailureCause cause,
            @Nullable String kind,
            @Nullable String log,
            @Nullable Integer line,
            String message,
            List<String> excerpt,
            List<String> remedies) {
        this(
                packageRef,
                attempt,
                phase,
                cause,
                kind,
                null,
                null,
                log,
                line,
                message,
                excerpt,
                null,
                Map.of(),
                null,
                remedies);
    }

    /** Where to look: {@code log:line}, the log alone, or null if no log is known. */
    public @Nullable String location() {
        if (log == null) {
            return null;
        }
        return line == null ? log : log + ':' + line;
    }

    /** The place of the decisive line within the excerpt, from 0; -1 if it is not there. */
    public int decisive() {
        if (line != null && excerptLine != null) {
            int place = line - excerptLine;
            return place >= 0 && place < excerpt.size() ? place : -1;
        }
        for (int i = 0; i < excerpt.size(); i++) {
            if (excerpt.get(i).strip().equals(message)) {
                return i;
            }
        }
        return -1;
    }

    /** The same, with other words on why and what to do. */
    public Diagnosis saying(@Nullable String newSummary, List<String> newRemedies) {
        return explained(cause, kind, subject, newSummary, retry, newRemedies);
    }

    /** The same with another reason, for which trying again makes as much sense as is usual, and without remedies. */
    public Diagnosis because(FailureCause newCause, @Nullable String newKind, String newSummary) {
        return explained(newCause, newKind, null, newSummary, null, List.of());
    }

    private Diagnosis explained(
            FailureCause newCause,
            @Nullable String newKind,
            @Nullable String newSubject,
            @Nullable String newSummary,
            @Nullable RetryAdvice newRetry,
            List<String> newRemedies) {
        return new Diagnosis(
                packageRef,
                attempt,
                phase,
                newCause,
                newKind,
                newSubject,
                newSummary,
                log,
                line,
                message,
                excerpt,
                excerptLine,
                details,
                newRetry,
                newRemedies);
    }
}
