package dev.pctl.progress.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something the user should know before it hurts.
 *
 * @param id stable: the same trouble has the same id, and is raised, updated and cleared under it
 * @param severity how bad it is
 * @param seen what was seen, in one line
 * @param why why it matters, in one line, or null if that is plain
 * @param remedies what to do, most promising first; may be empty
 * @param question what the host is asked to decide, or null if it need not decide anything
 */
public record Advice(
        String id,
        Severity severity,
        String seen,
        @Nullable String why,
        List<String> remedies,
        @Nullable Question question) {

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    public Advice {
        Checks.notEmpty(id, "id");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(seen, "seen");
        remedies = List.copyOf(Objects.requireNonNull(remedies, "remedies"));
    }

    /** Advice that asks nothing. */
    public Advice(String id, Severity severity, String seen, @Nullable String why, List<String> remedies) {
        this(id, severity, seen, why, remedies, null);
    }

    /** The same, with a question. */
    public Advice asking(Question newQuestion) {
        return new Advice(id, severity, seen, why, remedies, newQuestion);
    }
}
