package dev.pctl.progress.buildlog.internal.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression and the names of its groups, which {@link Pattern} does not give before Java 20.
 *
 * @param names the names in the order of the expression
 */
public record NamedPattern(Pattern regex, List<String> names) {

    private static final Pattern NAME = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    /** Compiles an expression. */
    public static NamedPattern of(String regex) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(regex);
        while (name.find()) {
            names.add(name.group(1));
        }
        return new NamedPattern(Pattern.compile(regex), List.copyOf(names));
    }

    /** Returns what the named groups have matched, without blank values. */
    public Map<String, String> groups(Matcher found) {
        Map<String, String> groups = new HashMap<>();
        for (String name : names) {
            String text = found.group(name);
            if (text != null && !text.isBlank()) {
                groups.put(name, text.strip());
            }
        }
        return Map.copyOf(groups);
    }
}
