package dev.pctl.progress.spack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in front of every line because of where the log comes from: syslog, a console, a CI system. No list of
 * forms: the first line that is surely Spack's or pctl's shows what stands before it, and that shape, with any digits,
 * any month and any level, is taken off every line from then on. A shape that differs from what the first such line
 * showed counts when it has been seen twice, or at once if it ends like one that counts: logs are joined to logs, and
 * people quote lines.
 */
final class OuterPrefix {

    private static final byte[] WRAPPER = "PCTL_SPACK_OUTPUT: ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 120;
    private static final int MOST_SHAPES = 8;

    /** So much of the end of a shape must be the same for another to count at once. */
    private static final int SAME_END = 4;

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

    /** What begins with a date and a time may also end with a level or a stream. */
    private static final Pattern STAMPED =
            Pattern.compile("\\W{0,2}(?:\\d{4}[-/]\\d\\d[-/]\\d\\d|[A-Z][a-z]{2} [ \\d]\\d)[T ]"
                    + "\\d\\d:\\d\\d:\\d\\d[\\d.,Z+:-]*\\W{0,3}(?:(?i:" + PrefixShape.LEVEL_WORDS
                    + ")|\\d\\d[OE]\\+?|std(?:out|err) [FP])\\W{0,3}");

    /** What stands before the lines that an installer quotes from a log. */
    private static final Pattern LINE_NUMBER = Pattern.compile("[\\s>\\d]*");

    private final List<PrefixShape> shapes = new ArrayList<>();
    private final Set<PrefixShape> seenOnce = new HashSet<>();
    private final Matcher anchor;
    private boolean decided;

    /** Learns from lines that match such a pattern somewhere. */
    OuterPrefix(Pattern beginning) {
        anchor = beginning.matcher("");
    }

    /** The beginnings of lines that show what stands before them: Spack's, pctl's, and these. */
    static Pattern beginning(List<String> ofHosts) {
        StringBuilder all = new StringBuilder(ANCHOR);
        ofHosts.forEach(b -> all.append('|').append(Pattern.quote(b)));
        return Pattern.compile(all.toString());
    }

    /**
     * Lets the text of the line begin behind what stands in front.
     *
     * @param mayShow whether a beginning may stand somewhere in the line
     */
    void strip(Line line, boolean mayShow) {
        int text = shapes.isEmpty() ? -1 : known(line);
        if (text < 0 && mayShow && shapes.size() < MOST_SHAPES && learn(line.text())) {
            text = known(line);
        }
        if (text >= 0) {
            line.startAt(text);
        }
        if (line.at(0) == WRAPPER[0] && line.startsWith(WRAPPER)) {
            line.startAt(line.start() + WRAPPER.length);
        }
    }

    private int known(Line line) {
        for (int i = 0; i < shapes.size(); i++) {
            int behind = shapes.get(i).behind(line.bytes(), line.start(), line.end());
            if (behind >= 0) {
                return behind;
            }
        }
        return -1;
    }

    private boolean learn(String line) {
        anchor.reset(line).region(0, Math.min(line.length(), 2 * LONGEST));
        if (anchor.lookingAt()) {
            decided = true;
            return false;
        }
        if (!anchor.find() || anchor.start() > LONGEST) {
            return false;
        }
        String prefix = line.substring(0, anchor.start());
        if (LINE_NUMBER.matcher(prefix).matches()
                || !(PREFIX_END.matcher(prefix).find()
                        || STAMPED.matcher(prefix).matches())) {
            return false;
        }
        PrefixShape shape = PrefixShape.of(prefix);
        boolean counts = !decided || shapes.stream().anyMatch(s -> s.endsLike(shape, SAME_END)) || !seenOnce.add(shape);
        decided = true;
        return counts && !shapes.contains(shape) && shapes.add(shape);
    }
}
