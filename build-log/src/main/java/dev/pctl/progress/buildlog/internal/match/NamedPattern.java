package dev.pctl.progress.buildlog.internal.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression and the names of its groups.
 *
 * @param names the names, which the regular expression itself does not tell before Java 20
 */
public record NamedPattern(Pattern regex, List<String> names) {

    private static final Pattern NAME = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    public static NamedPattern of(String regex) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(regex);
        while (name.find()) {
            names.add(name.group(1));
        }
        return new NamedPattern(Pattern.compile(regex), List.copyOf(names));
    }

    /** What the named groups have found; what is empty is left out. */
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
