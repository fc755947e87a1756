package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.match.RequiredLiterals.Needed;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.RetryAdvice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matches lines of logs and says what they mean for a failure. Immutable.
 *
 * @param below patterns for the paragraph below a line that is only a heading
 */
public record FailureRule(
        String id,
        FailureCause cause,
        RuleLevel level,
        @Nullable RetryAdvice retry,
        List<LinearPattern> matches,
        List<LinearPattern> exceptions,
        List<LinearPattern> below,
        List<String> sayings,
        List<String> fixes,
        List<String> examples,
        List<String> lookAlikes) {

    /** Returns this rule with other fixes. */
    FailureRule withFixes(List<String> other) {
        return new FailureRule(
                id, cause, level, retry, matches, exceptions, below, sayings, other, examples, lookAlikes);
    }

    /** Returns the match in the line, or null. */
    @Nullable
    RuleMatch find(LinearPattern.Subject line) {
        for (LinearPattern pattern : matches) {
            Map<String, String> groups = pattern.find(line);
            if (groups != null) {
                return exceptions.stream().anyMatch(e -> e.isIn(line)) ? null : new RuleMatch(this, groups);
            }
        }
        return null;
    }

    /** Returns words, at least one of which is in every matching line; empty if none are known. */
    public Set<Needed> words() {
        Set<Needed> all = new LinkedHashSet<>();
        for (LinearPattern pattern : matches) {
            if (pattern.words().isEmpty()) {
                return Set.of();
            }
            all.addAll(pattern.words());
        }
        return all;
    }
}
