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
 */
public record Advice(
        String id, Severity severity, String seen, @Nullable String why, List<String> remedies) {

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    public Advice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(seen, "seen");
        remedies = List.copyOf(remedies);
    }
}
