package dev.pctl.progress.buildlog.internal.failure;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals.Needed;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that takes time linear in the length of the line. It is tried only on lines that contain one of
 * the words it requires, because the automaton costs far more than a search for words. It is compiled when it is first
 * tried: most of a thousand expressions never are. Thread-safe.
 */
public final class LinearPattern {

    /** A line to match. Its lower-case form is computed at most once for all patterns. */
    static final class Subject {
        private final CharSequence text;
        private final String plain;
        private @Nullable String lower;

        Subject(CharSequence text) {
            this.text = text;
            plain = text.toString();
        }

        boolean contains(Needed word) {
            if (!word.anyCase()) {
                return plain.contains(word.text());
            }
            String known = lower;
            if (known == null) {
                known = plain.toLowerCase(Locale.ROOT);
                lower = known;
            }
            return known.contains(word.text());
        }
    }

    private final String regex;
    private volatile @Nullable Pattern pattern;
    private volatile @Nullable List<Needed> words;

    private LinearPattern(String regex) {
        this.regex = regex;
    }

    /** Returns a pattern that is known to be valid. It is compiled on first use. */
    public static LinearPattern of(String regex) {
        return new LinearPattern(regex);
    }

    /**
     * Returns a pattern after compiling it.
     *
     * @throws IllegalArgumentException if it is not a regular expression, or only backtracking can match it; the message
     *     gives the reason
     */
    public static LinearPattern compiled(String regex) {
        LinearPattern checked = of(regex);
        checked.pattern();
        return checked;
    }

    private Pattern pattern() {
        Pattern known = pattern;
        if (known == null) {
            known = compile(regex);
            pattern = known;
        }
        return known;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            boolean beyond = e.getDescription().contains("Perl syntax")
                    || e.getDescription().contains("named capture")
                    || e.getDescription().contains("escape sequence")
                    || e.getDescription().contains("repetition operator");
            String reason = beyond
                    ? "cannot be matched in linear time, which rules out look-arounds, back-references and possessive"
                            + " quantifiers: "
                    : "not a regular expression: ";
            throw new IllegalArgumentException(reason + e.getDescription() + ": " + e.getPattern(), e);
        }
    }

    /** Returns the text of the expression. */
    public String regex() {
        return regex;
    }

    /**
     * Returns words, at least one of which is in every matching line; empty if none are known. Words of any case are in
     * lower case.
     */
    public List<Needed> words() {
        List<Needed> known = words;
        if (known == null) {
            known = RequiredLiterals.of(regex).orElse(Set.of()).stream()
                    .map(LinearPattern::lowered)
                    .toList();
            words = known;
        }
        return known;
    }

    private static Needed lowered(Needed word) {
        return word.anyCase() ? new Needed(word.text().toLowerCase(Locale.ROOT), true) : word;
    }

    /** Returns whether the expression matches somewhere in the line. */
    public boolean isIn(CharSequence line) {
        return isIn(new Subject(line));
    }

    boolean isIn(Subject line) {
        return mayBeIn(line) && pattern().matcher(line.text).find();
    }

    /** Returns the named groups of the first match that are not blank, or null if there is no match. */
    @Nullable
    Map<String, String> find(Subject line) {
        if (!mayBeIn(line)) {
            return null;
        }
        Matcher matcher = pattern().matcher(line.text);
        return matcher.find() ? groups(matcher) : null;
    }

    private boolean mayBeIn(Subject line) {
        List<Needed> needed = words();
        if (needed.isEmpty()) {
            return true;
        }
        for (int i = 0; i < needed.size(); i++) {
            if (line.contains(needed.get(i))) {
                return true;
            }
        }
        return false;
    }

    private Map<String, String> groups(Matcher matcher) {
        Map<String, String> groups = new HashMap<>();
        for (String name : pattern().namedGroups().keySet()) {
            String text = matcher.group(name);
            if (text != null && !text.isBlank()) {
                groups.put(name, text.strip());
            }
        }
        return Map.copyOf(groups);
    }

    @Override
    public String toString() {
        return regex;
    }
}
