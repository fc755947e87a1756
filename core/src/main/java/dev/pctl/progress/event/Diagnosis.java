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
        Checks.atLeast(1, attempt, "attempt");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(message, "message");
        excerpt = List.copyOf(Objects.requireNonNull(excerpt, "excerpt"));
        details = Map.copyOf(Objects.requireNonNull(details, "details"));
        retry = retry == null ? cause.retry() : retry;
        remedies = List.copyOf(Objects.requireNonNull(remedies, "remedies"));
    }

    /**
     * Starts a diagnosis.
     *
     * @param cause the class of cause
     * @param message the decisive line, or the best one-line description there is
     */
    public static Builder builder(FailureCause cause, String message) {
        return new Builder(cause, message);
    }

    /** Returns a builder that holds what this diagnosis says. */
    public Builder toBuilder() {
        return new Builder(cause, message)
                .packageRef(packageRef)
                .attempt(attempt)
                .phase(phase)
                .kind(kind)
                .subject(subject)
                .summary(summary)
                .log(log)
                .line(line)
                .excerpt(excerpt)
                .excerptLine(excerptLine)
                .details(details)
                .retry(retry)
                .remedies(remedies);
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

    /** Returns this diagnosis with another summary and other remedies. */
    public Diagnosis saying(@Nullable String newSummary, List<String> newRemedies) {
        return toBuilder().summary(newSummary).remedies(newRemedies).build();
    }

    /** Returns this diagnosis with another cause, the usual retry advice for it, and no remedies. */
    public Diagnosis because(FailureCause newCause, @Nullable String newKind, String newSummary) {
        return toBuilder()
                .cause(newCause)
                .kind(newKind)
                .subject(null)
                .summary(newSummary)
                .retry(null)
                .remedies(List.of())
                .build();
    }

    /** Collects the parts of a diagnosis; what is not set is unknown. */
    public static final class Builder {

        private FailureCause cause;
        private String message;
        private @Nullable PackageRef packageRef;
        private int attempt = 1;
        private @Nullable String phase;
        private @Nullable String kind;
        private @Nullable String subject;
        private @Nullable String summary;
        private @Nullable String log;
        private @Nullable Integer line;
        private List<String> excerpt = List.of();
        private @Nullable Integer excerptLine;
        private Map<String, String> details = Map.of();
        private @Nullable RetryAdvice retry;
        private List<String> remedies = List.of();

        private Builder(FailureCause cause, String message) {
            this.cause = cause;
            this.message = message;
        }

        /** Sets the class of cause. */
        public Builder cause(FailureCause newCause) {
            cause = newCause;
            return this;
        }

        /** Sets the decisive line, or the best one-line description there is. */
        public Builder message(String newMessage) {
            message = newMessage;
            return this;
        }

        /** Sets the package that failed. */
        public Builder packageRef(@Nullable PackageRef ref) {
            packageRef = ref;
            return this;
        }

        /** Sets the package's attempt; 1 unless set. */
        public Builder attempt(int number) {
            attempt = number;
            return this;
        }

        /** Sets the phase in which it failed. */
        public Builder phase(@Nullable String name) {
            phase = name;
            return this;
        }

        /** Sets the kind of failure, such as {@code missing-header}. */
        public Builder kind(@Nullable String newKind) {
            kind = newKind;
            return this;
        }

        /** Sets the subject of the failure, such as the header's name. */
        public Builder subject(@Nullable String newSubject) {
            subject = newSubject;
            return this;
        }

        /** Sets the plain sentence that explains the failure. */
        public Builder summary(@Nullable String sentence) {
            summary = sentence;
            return this;
        }

        /** Sets the log that holds the decisive line. */
        public Builder log(@Nullable String path) {
            log = path;
            return this;
        }

        /** Sets the decisive line's number in the log, from 1. */
        public Builder line(@Nullable Integer number) {
            line = number;
            return this;
        }

        /** Sets the lines around the decisive one. */
        public Builder excerpt(List<String> lines) {
            excerpt = lines;
            return this;
        }

        /** Sets the number of the excerpt's first line in the log, from 1. */
        public Builder excerptLine(@Nullable Integer number) {
            excerptLine = number;
            return this;
        }

        /** Sets what else was found, by name. */
        public Builder details(Map<String, String> found) {
            details = found;
            return this;
        }

        /** Sets whether a retry makes sense; unless set, the usual advice for the cause. */
        public Builder retry(@Nullable RetryAdvice advice) {
            retry = advice;
            return this;
        }

        /** Sets the remedies, most promising first. */
        public Builder remedies(List<String> newRemedies) {
            remedies = newRemedies;
            return this;
        }

        /** Returns the diagnosis. */
        public Diagnosis build() {
            return new Diagnosis(
                    packageRef,
                    attempt,
                    phase,
                    cause,
                    kind,
                    subject,
                    summary,
                    log,
                    line,
                    message,
                    excerpt,
                    excerptLine,
                    details,
                    retry,
                    remedies);
        }
    }
}
