package dev.pctl.progress.buildlog.internal.match;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the words that a regular expression requires: every text that it matches contains at least one of them. The
 * expression {@code make: \*\*\* .*(?:Killed|Hangup)} requires {@code make: ***}.
 *
 * <p>This is the usual prefilter of fast expression engines: one search for the words of all expressions replaces
 * trying each expression on every line ({@link LiteralMatcher} has the figures). The price is this parser of
 * expressions. It is conservative: it assumes that anything but plain text, groups and alternatives may match anything.
 */
public final class RequiredLiterals {

    /**
     * A required word.
     *
     * @param anyCase whether the case of ASCII letters is ignored
     */
    public record Needed(String text, boolean anyCase) {
        private Needed then(Needed next) {
            return new Needed(text + next.text, anyCase || next.anyCase);
        }
    }

    /** The most alternative words of a part. Consecutive alternatives multiply. */
    private static final int MOST_WORDS = 64;

    /** The most characters of a word; longer words are not rarer. */
    private static final int LONGEST_WORD = 40;

    /** The most characters of a class that are treated as alternatives. */
    private static final int MOST_IN_CLASS = 4;

    /** The rarity that is sufficient: the number of characters, with punctuation counted three times. */
    private static final int RARE = 8;

    /** The most characters that are parsed at once. */
    private static final int LONGEST_RUN = 20;

    private static final String QUANTIFIERS = "?*+{";

    /** The characters that have a meaning in expressions. */
    private static final String SYNTAX = QUANTIFIERS + "()[]\\.^$|";

    private static final Needed NOTHING = new Needed("", false);

    /**
     * The texts that a part of an expression matches.
     *
     * @param exact all texts that it matches, or null if they cannot be listed
     * @param needed otherwise the best words, one of which it requires, or null if there are none
     */
    private record Part(
            @Nullable Set<Needed> exact, @Nullable Set<Needed> needed) {
        static final Part ANYTHING = new Part(null, null);
        static final Part EMPTY = new Part(Set.of(NOTHING), null);

        @Nullable
        Set<Needed> required() {
            return exact == null ? needed : usable(exact);
        }
    }

    /** Thrown for syntax that this parser does not support. */
    private static final class UnsupportedSyntax extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnsupportedSyntax(String what) {
            super(what, null, false, false);
        }
    }

    private final String regex;
    private int at;
    private boolean anyCase;

    private RequiredLiterals(String regex, boolean anyCase) {
        this.regex = regex;
        this.anyCase = anyCase;
    }

    /** Returns the required words, each long enough for a {@link LiteralMatcher}; empty if there are none. */
    public static Optional<Set<Needed>> of(Pattern pattern) {
        int supported = Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.MULTILINE | Pattern.UNIX_LINES;
        if ((pattern.flags() & ~supported) != 0) {
            return Optional.empty();
        }
        return of(pattern.pattern(), (pattern.flags() & Pattern.CASE_INSENSITIVE) != 0);
    }

    /** Returns the required words of an expression without flags; empty if there are none. */
    public static Optional<Set<Needed>> of(String regex) {
        return of(regex, false);
    }

    private static Optional<Set<Needed>> of(String regex, boolean anyCase) {
        try {
            Set<Needed> words =
                    new RequiredLiterals(regex, anyCase).alternatives().required();
            return Optional.ofNullable(words)
                    .filter(all -> all.stream().allMatch(w -> LiteralMatcher.longEnough(w.text())));
        } catch (UnsupportedSyntax e) {
            return Optional.empty();
        }
    }

    private static @Nullable Set<Needed> usable(Set<Needed> words) {
        return shortest(words) == 0 ? null : words;
    }

    private static int shortest(Set<Needed> words) {
        return words.stream().mapToInt(w -> w.text().length()).min().orElse(0);
    }

    /** Returns the set whose words are rarer in logs, or the smaller one if they are equally rare. */
    private static @Nullable Set<Needed> better(@Nullable Set<Needed> one, @Nullable Set<Needed> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int difference = rarity(one) - rarity(other);
        if (difference == 0) {
            return one.size() <= other.size() ? one : other;
        }
        return difference > 0 ? one : other;
    }

    /** Returns the rarity of the most frequent word. Long words and words with punctuation are rare. */
    private static int rarity(Set<Needed> words) {
        return words.stream().mapToInt(RequiredLiterals::rarity).min().orElse(0);
    }

    private static int rarity(Needed word) {
        String text = word.text();
        if (!LiteralMatcher.longEnough(text)) {
            return 0;
        }
        int signs = (int) text.chars()
                .filter(c -> c != ' ' && !Character.isLetterOrDigit(c))
                .count();
        return Math.min(RARE, text.length() + 2 * signs);
    }

    // ---- the grammar of expressions, top down

    /** Parses up to the end of the group or of the expression. */
    private Part alternatives() {
        boolean outside = anyCase;
        Part all = sequence();
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            all = either(all, sequence());
        }
        anyCase = outside;
        return all;
    }

    private static Part either(Part one, Part other) {
        Set<Needed> a = one.exact();
        Set<Needed> b = other.exact();
        if (a != null && b != null && a.size() + b.size() <= MOST_WORDS) {
            return new Part(union(a, b), null);
        }
        Set<Needed> ofOne = one.required();
        Set<Needed> ofOther = other.required();
        return ofOne == null || ofOther == null ? Part.ANYTHING : new Part(null, union(ofOne, ofOther));
    }

    private static Set<Needed> union(Set<Needed> one, Set<Needed> other) {
        Set<Needed> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }

    private Part sequence() {
        Set<Needed> run = Set.of(NOTHING);
        Set<Needed> best = null;
        boolean exact = true;
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            Part item = quantified(item());
            Set<Needed> joined = item.exact() == null ? null : joined(run, item.exact());
            if (joined != null) {
                run = joined;
            } else {
                exact = false;
                best = better(better(best, usable(run)), item.needed());
                run = item.exact() == null ? Set.of(NOTHING) : item.exact();
            }
        }
        return exact ? new Part(run, null) : new Part(null, better(best, usable(run)));
    }

    /** Returns the concatenations of each first and each second text, or null if they are too many or too long. */
    private static @Nullable Set<Needed> joined(Set<Needed> first, Set<Needed> then) {
        if (first.size() == 1 && then.size() == 1) {
            Needed both = first.iterator().next().then(then.iterator().next());
            return both.text().length() > LONGEST_WORD ? null : Set.of(both);
        }
        Set<Needed> all = new LinkedHashSet<>();
        for (Needed a : first) {
            for (Needed b : then) {
                all.add(a.then(b));
            }
        }
        boolean excessive =
                all.size() > MOST_WORDS || all.stream().anyMatch(w -> w.text().length() > LONGEST_WORD);
        return excessive ? null : all;
    }

    private Part quantified(Part item) {
        if (at == regex.length() || QUANTIFIERS.indexOf(regex.charAt(at)) < 0) {
            return item;
        }
        char sign = regex.charAt(at++);
        boolean optional = sign == '?' || sign == '*';
        if (sign == '{') {
            optional = regex.startsWith("0", at);
            at = closing('}') + 1;
        }
        if (at < regex.length() && "?+".indexOf(regex.charAt(at)) >= 0) {
            at++;
        }
        Set<Needed> exact = item.exact();
        if (sign == '?' && exact != null) {
            return new Part(union(exact, Set.of(NOTHING)), null);
        }
        return optional ? Part.ANYTHING : new Part(null, item.required());
    }

    private int closing(char end) {
        int index = regex.indexOf(end, at);
        if (index < 0) {
            throw new UnsupportedSyntax("no " + end);
        }
        return index;
    }

    private Part item() {
        char c = regex.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            case '.' -> Part.ANYTHING;
            case '^', '$' -> Part.EMPTY;
            default -> run();
        };
    }

    /** Parses plain characters up to the one before a quantifier. */
    private Part run() {
        int from = at - 1;
        while (at < regex.length() && at - from < LONGEST_RUN && SYNTAX.indexOf(regex.charAt(at)) < 0) {
            at++;
        }
        if (at - from > 1 && at < regex.length() && QUANTIFIERS.indexOf(regex.charAt(at)) >= 0) {
            at--;
        }
        String text = regex.substring(from, at);
        return new Part(Set.of(new Needed(text, anyCase && text.chars().anyMatch(Character::isLetter))), null);
    }

    private Part literal(char c) {
        return new Part(Set.of(new Needed(String.valueOf(c), anyCase && Character.isLetter(c))), null);
    }

    private Part group() {
        boolean outside = anyCase;
        boolean consuming = true;
        if (regex.startsWith("?", at)) {
            at++;
            if (regex.startsWith("<=", at) || regex.startsWith("<!", at)) {
                at += 2;
                consuming = false;
            } else if (regex.startsWith("=", at) || regex.startsWith("!", at)) {
                at++;
                consuming = false;
            } else if (regex.startsWith("<", at)) {
                at = closing('>') + 1;
            } else if (regex.startsWith(">", at)) {
                at++;
            } else if (flags()) {
                return Part.EMPTY;
            }
        }
        Part inside = alternatives();
        if (at == regex.length()) {
            throw new UnsupportedSyntax("a group without an end");
        }
        at++;
        anyCase = outside;
        return consuming ? inside : Part.EMPTY;
    }

    /** Parses the flags of a group, and returns whether they apply to the rest of the enclosing group. */
    private boolean flags() {
        boolean on = true;
        for (; at < regex.length(); at++) {
            switch (regex.charAt(at)) {
                case '-' -> on = false;
                case 'i' -> anyCase = on;
                case 's', 'm', 'd' -> {}
                case ':' -> {
                    at++;
                    return false;
                }
                case ')' -> {
                    at++;
                    return true;
                }
                default -> throw new UnsupportedSyntax("a flag");
            }
        }
        throw new UnsupportedSyntax("flags without an end");
    }

    private Part characterClass() {
        boolean negated = regex.startsWith("^", at);
        Part all = null;
        int count = 0;
        boolean listed = !negated;
        at += negated ? 1 : 0;
        for (boolean first = true; at < regex.length() && (first || regex.charAt(at) != ']'); first = false) {
            char c = regex.charAt(at++);
            if (c == '[' || c == '&') {
                throw new UnsupportedSyntax("a class of classes");
            }
            boolean range = c == '-' && !first && !regex.startsWith("]", at);
            Part one = c == '\\' ? escape() : literal(c);
            listed &= !range && one.exact() != null && ++count <= MOST_IN_CLASS;
            all = all == null ? one : either(all, one);
        }
        at = closing(']') + 1;
        return listed && all != null ? all : Part.ANYTHING;
    }

    private Part escape() {
        if (at == regex.length()) {
            throw new UnsupportedSyntax("an escape without an end");
        }
        char c = regex.charAt(at++);
        return switch (c) {
            case 'b', 'B', 'A', 'Z', 'z', 'G' -> Part.EMPTY;
            case 'd', 'D', 'w', 'W', 's', 'S', 'h', 'H', 'v', 'V', 'R', 'X' -> Part.ANYTHING;
            case 't' -> literal('\t');
            case 'Q' -> quoted();
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw new UnsupportedSyntax("an escape");
                }
                yield literal(c);
            }
        };
    }

    private Part quoted() {
        int end = regex.indexOf("\\E", at);
        String text = regex.substring(at, end < 0 ? regex.length() : end);
        at = end < 0 ? regex.length() : end + 2;
        if (at < regex.length() && QUANTIFIERS.indexOf(regex.charAt(at)) >= 0) {
            throw new UnsupportedSyntax("a quantifier after a quotation, which applies to its last character only");
        }
        return text.length() > LONGEST_WORD
                ? new Part(null, Set.of(new Needed(text.substring(0, LONGEST_WORD), anyCase)))
                : new Part(Set.of(new Needed(text, anyCase)), null);
    }
}
