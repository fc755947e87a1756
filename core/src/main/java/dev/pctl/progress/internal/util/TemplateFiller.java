package dev.pctl.progress.internal.util;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills figures into what a host wants to say: {@code {name}} stands for the value of that name. A template of several
 * lines gives alternatives: the first of which everything is known is taken.
 */
public final class TemplateFiller {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z][\\w.-]*)}");

    private TemplateFiller() {}

    /** Those templates of which everything is known, filled in. */
    public static List<String> fill(List<String> templates, Map<String, String> values) {
        List<String> filled = new ArrayList<>();
        for (String template : templates) {
            String text = fill(template, values);
            if (text != null) {
                filled.add(text);
            }
        }
        return filled;
    }

    /** The first alternative of which everything is known, filled in; null if there is none. */
    public static @Nullable String fill(String template, Map<String, String> values) {
        return template.lines()
                .map(line -> fillLine(line, values))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String fillLine(String line, Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(line);
        while (placeholder.find()) {
            String value = values.get(placeholder.group(1));
            if (value == null) {
                return null;
            }
            placeholder.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return placeholder.appendTail(text).toString();
    }
}
