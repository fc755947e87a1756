package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.match.NamedPattern;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals.Needed;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.RetryAdvice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One rule. */
public record FailureRule(
        String id,
        FailureCause cause,
        RuleLevel level,
        @Nullable RetryAdvice retry,
        List<NamedPattern> matches,
        List<Pattern> exceptions,
        List<String> sayings,
        List<String> fixes,
        List<String> examples,
        List<String> lookAlikes) {

    /** What the rule finds in the line, or null. */
    @Nullable
    public RuleMatch find(String line) {
        for (NamedPattern pattern : matches) {
            Matcher matcher = pattern.regex().matcher(line);
            if (matcher.find()
                    && exceptions.stream().noneMatch(e -> e.matcher(line).find())) {
                return new RuleMatch(this, pattern.groups(matcher));
            }
        }
        return null;
    }

    /** Words of which every line that the rule takes has one; empty if that cannot be said. */
    public Set<Needed> words() {
        Set<Needed> all = new LinkedHashSet<>();
        for (NamedPattern pattern : matches) {
            Set<Needed> one = RequiredLiterals.of(pattern.regex()).orElse(Set.of());
            if (one.isEmpty()) {
                return Set.of();
            }
            all.addAll(one);
        }
        return all;
    }
}
