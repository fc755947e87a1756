package dev.pctl.progress.spack;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds literal texts of which one must occur in whatever a regular expression finds, in lower case: looking for them
 * first saves nearly all of the work. It reads just enough of the syntax to be right; where it is in doubt it claims
 * nothing.
 */
final class Literals {

    /** Shorter texts occur everywhere. */
    private static final int SHORTEST = 3;

    private final String regex;
    private int at;

    private Literals(String regex) {
        this.regex = regex;
    }

    /** The texts of which one must occur, or null if nothing can be said. */
    static @Nullable Set<String> of(Pattern pattern) {
        Literals literals = new Literals(pattern.pattern());
        Set<String> found = literals.alternatives();
        return literals.at < literals.regex.length() ? null : found;
    }

    /** Alternatives up to a closing parenthesis or the end. */
    private @Nullable Set<String> alternatives() {
        Set<String> all = new HashSet<>();
        boolean known = true;
        while (true) {
            Set<String> one = sequence();
            if (one == null) {
                known = false;
            } else {
                all.addAll(one);
            }
            if (at >= regex.length() || regex.charAt(at) == ')') {
                return known ? all : null;
            }
            at++;
        }
    }

    /** One alternative: the best of the texts and groups in it. */
    private @Nullable Set<String> sequence() {
        Set<String> best = null;
        StringBuilder run = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            char c = regex.charAt(at);
            if (c == '(') {
                best = better(best, run);
                best = better(best, group());
            } else if (c == '[') {
                best = better(best, run);
                skipClass();
                skipQuantifier();
            } else {
                best = literalOrOther(best, run);
            }
        }
        return better(best, run);
    }

    private @Nullable Set<String> literalOrOther(@Nullable Set<String> best, StringBuilder run) {
        char c = regex.charAt(at++);
        boolean literal;
        if (c == '\\') {
            c = at < regex.length() ? regex.charAt(at++) : '\\';
            literal = !Character.isLetterOrDigit(c);
        } else {
            literal = "^$.".indexOf(c) < 0 && c < 128;
        }
        boolean optional = at < regex.length() && "?*{".indexOf(regex.charAt(at)) >= 0;
        boolean repeated = at < regex.length() && regex.charAt(at) == '+';
        if (literal && !optional) {
            run.append(c);
        }
        if (literal && !optional && !repeated) {
            return best;
        }
        skipQuantifier();
        return better(best, run);
    }

    private @Nullable Set<String> group() {
        at++;
        boolean looksAround = false;
        if (regex.startsWith("?", at)) {
            looksAround = regex.startsWith("?=", at)
                    || regex.startsWith("?!", at)
                    || regex.startsWith("?<=", at)
                    || regex.startsWith("?<!", at);
            int end = at;
            while (":=!>)".indexOf(regex.charAt(end)) < 0) {
                end++;
            }
            at = regex.charAt(end) == ')' ? end : end + 1;
        }
        Set<String> within = alternatives();
        at++;
        boolean optional = at < regex.length() && "?*{".indexOf(regex.charAt(at)) >= 0;
        skipQuantifier();
        return optional || looksAround ? null : within;
    }

    private void skipClass() {
        at++;
        if (at < regex.length() && regex.charAt(at) == '^') {
            at++;
        }
        if (at < regex.length() && regex.charAt(at) == ']') {
            at++;
        }
        while (at < regex.length() && regex.charAt(at) != ']') {
            at += regex.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipQuantifier() {
        if (at < regex.length() && regex.charAt(at) == '{') {
            at = regex.indexOf('}', at) + 1;
        } else if (at < regex.length() && "?*+".indexOf(regex.charAt(at)) >= 0) {
            at++;
        }
        if (at < regex.length() && "?+".indexOf(regex.charAt(at)) >= 0) {
            at++;
        }
    }

    private static @Nullable Set<String> better(@Nullable Set<String> best, StringBuilder run) {
        Set<String> one = run.isEmpty() ? null : Set.of(run.toString().toLowerCase(Locale.ROOT));
        run.setLength(0);
        return better(best, one);
    }

    private static @Nullable Set<String> better(@Nullable Set<String> one, @Nullable Set<String> other) {
        return shortest(other) >= SHORTEST && shortest(other) > shortest(one) ? other : one;
    }

    private static int shortest(@Nullable Set<String> texts) {
        return texts == null ? 0 : texts.stream().mapToInt(String::length).min().orElse(0);
    }
}
