package dev.pctl.progress.buildlog.internal.failure;

import java.util.HashMap;
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

    /** Returns the match with what the paragraph below its line adds. */
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
