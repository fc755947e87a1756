package dev.pctl.progress.buildlog.internal.match;

import dev.pctl.progress.buildlog.internal.match.RequiredLiterals.Needed;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form of lines, as a regular expression that is tried only on lines with a word it needs: of the lines that are
 * looked at most are of another form, and trying an expression costs far more than looking for a word. Immutable.
 */
public final class GuardedPattern {

    private final Pattern pattern;
    private final List<String> words;

    private GuardedPattern(Pattern pattern, List<String> words) {
        this.pattern = pattern;
        this.words = words;
    }

    /**
     * The form of that expression.
     *
     * @throws IllegalArgumentException if no word is found that it needs
     */
    public static GuardedPattern of(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Set<Needed> needed = RequiredLiterals.of(pattern).orElse(Set.of());
        if (needed.isEmpty() || needed.stream().anyMatch(Needed::anyCase)) {
            throw new IllegalArgumentException("lines of this form cannot be told by a word: " + regex);
        }
        return new GuardedPattern(pattern, needed.stream().map(Needed::text).toList());
    }

    /** The parts of a line that is of this form as a whole; null if it is not. */
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
