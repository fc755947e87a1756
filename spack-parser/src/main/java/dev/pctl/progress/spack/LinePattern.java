package dev.pctl.progress.spack;

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
record LinePattern(Pattern regex, List<String> names) {

    private static final Pattern NAME = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    static LinePattern of(String regex) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(regex);
        while (name.find()) {
            names.add(name.group(1));
        }
        return new LinePattern(Pattern.compile(regex), List.copyOf(names));
    }

    /** What the named groups have found; what is empty is left out. */
    Map<String, String> groups(Matcher found) {
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
