package dev.pctl.progress.spack;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of every line because of where the log comes from: syslog, a console, a CI system. No list of
 * forms: the first line that is surely Spack's or pctl's shows what stands before it, and that shape, with any digits
 * and any month, is taken off every line from then on. A shape that differs from what the first such line showed counts when it
 * has been seen twice: logs are joined to logs, and people quote lines.
 */
final class OuterPrefix {

    /** A line with its prefix taken off, and the time that the prefix states, if it does. */
    record Stripped(String text, @Nullable Instant time) {}

    private static final String WRAPPER = "PCTL_SPACK_OUTPUT: ";
    private static final int LONGEST = 120;

    /** The beginnings of Spack's and pctl's lines that nobody else prints. */
    private static final String ANCHOR = "==> (?:\\[[^]]{19,40}\\] )?(?:\\d+: )?"
            + "(?:Installing |No binary for |Extracting |Fetching |Using cached archive|No patches needed for "
            + "|Applied patch |Ran patch|Error: |Warning: |Concretized |Starting concretization|Waiting for "
            + "|Updating view |[\\w-]+: (?:Executing phase|Successfully installed))"
            + "|\\[\\+\\] (?:/\\S|[a-z2-7]{7} )|\\[[ xe]\\] [a-z2-7]{7} \\S+@\\S"
            + "|  >> \\d{1,7} {4}"
            + "|PCTL_(?:PROGRESS|PKG_|DISK_|VERBOSE|SPACK_)";

    /** What a prefix ends with: a mark, a digit, a zone, a picture; not a word, a quote or a comment. */
    private static final Pattern PREFIX_END = Pattern.compile("(?:[]:|>)-]|[0-9]Z?|[^\\x00-\\x7f])\\s*$");

    /** What stands before the lines that an installer quotes from a log. */
    private static final Pattern LINE_NUMBER = Pattern.compile("[\\s>\\d]*");

    private static final Pattern ABSOLUTE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)");

    private static final Pattern VARIABLE = Pattern.compile(" *\\d+|(?<![A-Za-z])(?:"
            + "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?![A-Za-z])");

    private static final int MOST_SHAPES = 8;

    private final Map<String, Pattern> shapes = new LinkedHashMap<>();
    private final Set<String> seenOnce = new HashSet<>();
    private final List<String> words;
    private final Pattern beginning;
    private boolean decided;

    /** Learns from the lines of Spack and pctl, and from those that begin like this. */
    OuterPrefix(List<String> beginnings) {
        StringBuilder anchors = new StringBuilder(ANCHOR);
        beginnings.forEach(b -> anchors.append('|').append(Pattern.quote(b)));
        beginning = Pattern.compile(anchors.toString());
        words = beginnings;
    }

    Stripped strip(String line) {
        Stripped stripped = known(line);
        if (stripped == null && shapes.size() < MOST_SHAPES) {
            learn(line);
            stripped = known(line);
        }
        if (stripped == null) {
            stripped = new Stripped(line, null);
        }
        String text = stripped.text();
        return text.startsWith(WRAPPER) ? new Stripped(text.substring(WRAPPER.length()), stripped.time()) : stripped;
    }

    private @Nullable Stripped known(String line) {
        for (Pattern shape : shapes.values()) {
            Matcher prefix = shape.matcher(line);
            if (prefix.lookingAt()) {
                return new Stripped(line.substring(prefix.end()), time(prefix.group()));
            }
        }
        return null;
    }

    private void learn(String line) {
        if (line.indexOf("==> ") < 0
                && line.indexOf('[') < 0
                && line.indexOf("PCTL_") < 0
                && line.indexOf(">> ") < 0
                && words.stream().noneMatch(line::contains)) {
            return;
        }
        Matcher anchor = beginning.matcher(line);
        if (!anchor.find() || anchor.start() > LONGEST) {
            return;
        }
        if (anchor.start() == 0) {
            decided = true;
            return;
        }
        String prefix = line.substring(0, anchor.start());
        if (LINE_NUMBER.matcher(prefix).matches() || !PREFIX_END.matcher(prefix).find()) {
            return;
        }
        Pattern shape = shape(prefix);
        if (!decided || !seenOnce.add(shape.pattern())) {
            shapes.putIfAbsent(shape.pattern(), shape);
        }
        decided = true;
    }

    private static Pattern shape(String prefix) {
        StringBuilder pattern = new StringBuilder();
        Matcher variable = VARIABLE.matcher(prefix);
        int from = 0;
        while (variable.find()) {
            pattern.append(literal(prefix.substring(from, variable.start())));
            boolean digits = Character.isDigit(prefix.charAt(variable.end() - 1));
            pattern.append(digits ? " *\\d+" : "[A-Z][a-z]{2}");
            from = variable.end();
        }
        String rest = prefix.substring(from);
        pattern.append(literal(rest.stripTrailing()));
        if (rest.endsWith(" ")) {
            // The blank is missing where something on the way trims lines and the line behind it is empty.
            pattern.append("(?: |$)");
        }
        return Pattern.compile(pattern.toString());
    }

    private static String literal(String text) {
        return text.isEmpty() ? "" : Pattern.quote(text);
    }

    private static @Nullable Instant time(String prefix) {
        Matcher stamp = ABSOLUTE.matcher(prefix);
        if (!stamp.find()) {
            return null;
        }
        try {
            String iso = stamp.group().replace(',', '.').replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
