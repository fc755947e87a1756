package dev.pctl.progress.buildlog.internal.failure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule found in a line.
 *
 * @param groups the named parts of the line, {@code subject} among them
 */
public record RuleMatch(FailureRule rule, Map<String, String> groups) {

    /** What the line is about, or null. */
    @Nullable
    public String subject() {
        return groups.get("subject");
    }

    public RuleLevel level() {
        return rule.level();
    }
}
