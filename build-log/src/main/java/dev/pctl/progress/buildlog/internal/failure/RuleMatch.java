package dev.pctl.progress.buildlog.internal.failure;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The match of a rule in a line.
 *
 * @param groups the named parts of the line, {@code subject} among them
 */
public record RuleMatch(FailureRule rule, Map<String, String> groups) {

    /** Returns what the line is about, or null. */
    @Nullable
    public String subject() {
        return groups.get("subject");
    }

    /** Returns this match with the groups that the rule finds in the paragraph below the line. */
    RuleMatch with(String paragraph) {
        LinearPattern.Subject text = new LinearPattern.Subject(paragraph);
        for (LinearPattern pattern : rule.below()) {
            Map<String, String> found = pattern.find(text);
            if (found != null) {
                Map<String, String> all = new HashMap<>(found);
                all.putAll(groups);
                return new RuleMatch(rule, Map.copyOf(all));
            }
        }
        return this;
    }

    public RuleLevel level() {
        return rule.level();
    }
}
