package dev.pctl.progress.buildlog.internal.match;

import dev.pctl.progress.buildlog.internal.match.RequiredLiterals.Needed;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is tried only on lines with a word that it requires. Immutable.
 *
 * <p>Most candidates match another expression, and failing to match costs far more than searching for a word: without
 * these guards, parsing real logs takes 17 to 18 % longer.
 */
public final class GuardedPattern {

    private final Pattern pattern;
    private final List<String> words;

    private GuardedPattern(Pattern pattern, List<String> words) {
        this.pattern = pattern;
        this.words = words;
    }

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException if it requires no word
     */
    public static GuardedPattern of(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Set<Needed> needed = RequiredLiterals.of(pattern).orElse(Set.of());
        if (needed.isEmpty() || needed.stream().anyMatch(Needed::anyCase)) {
            throw new IllegalArgumentException("no word is required by this expression: " + regex);
        }
        return new GuardedPattern(pattern, needed.stream().map(Needed::text).toList());
    }

    /** Returns the match of the whole line, or null. */
    @Nullable
    public Matcher match(String line) {
        for (int i = 0; i < words.size(); i++) {
            if (line.contains(words.get(i))) {
                Matcher matcher = pattern.matcher(line);
                return matcher.matches() ? matcher : null;
            }
        }
        return null;
    }
}
