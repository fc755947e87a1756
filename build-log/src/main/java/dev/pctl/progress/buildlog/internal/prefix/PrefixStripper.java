package dev.pctl.progress.buildlog.internal.prefix;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Learns and strips the prefix that a log's transport adds to every line: syslog, a console, a CI system. There is no
 * list of formats: an {@linkplain LineAnchors anchor} within a line reveals the prefix before it. From then on, its
 * pattern, with any digits, month and level, is stripped from every line.
 *
 * <p>But people quote lines, and logs contain other logs. A pattern is accepted at once if it is the first and ends
 * like a prefix, if no anchor was seen without a prefix, or if it is similar to an accepted one. A pattern that looks
 * like a quotation is accepted if every line so far has it. Any other is unconfirmed until the next line, or another
 * anchor, has it too. The first line with such a pattern is then parsed again.
 */
public final class PrefixStripper {

    /** The most characters of a prefix. Those of Kubernetes and Jenkins have up to about 150. */
    private static final int LONGEST = 200;

    /** The most characters before the text of a JSON record, which may have many other fields. */
    private static final int LONGEST_OBJECT = 2_000;

    /** The most prefixes of one log; each costs a comparison per line. */
    private static final int MOST_PATTERNS = 16;

    /** The most unconfirmed prefixes that are remembered; the oldest is dropped first. */
    private static final int MOST_UNCONFIRMED = 16;

    /** The end of a prefix: a punctuation mark, a digit, a zone, a symbol; not a word, a quote or a comment. */
    private static final Pattern PREFIX_END = Pattern.compile("(?:[]:|>)-]|[0-9]Z?|[^\\x00-\\x7f])\\s*$");

    /** The end of a prefix with a level, after a mark or a number. */
    private static final Pattern LEVEL_END =
            Pattern.compile("(?:^|[]:|>)0-9]) +(?i:" + PrefixPattern.LEVEL_WORDS + ") *$");

    /** A whole prefix with date and time, which may end with a level or a stream. */
    private static final Pattern TIMESTAMPED =
            Pattern.compile("\\W{0,2}(?:\\d{4}[-/]\\d\\d[-/]\\d\\d|[A-Z][a-z]{2} [ \\d]\\d)[T ]"
                    + "\\d\\d:\\d\\d:\\d\\d[\\d.,Z+:-]*\\W{0,3}(?:(?i:" + PrefixPattern.LEVEL_WORDS
                    + ")|\\d\\d[OE]\\+?|std(?:out|err) [FP])\\W{0,3}");

    /** The text before a quoted line: in a string, a comment, a command, or in an installer's excerpt of a log. */
    private static final Pattern QUOTING =
            Pattern.compile(".*(?:[\"'`#$%]\\s*|(?: {5}|  >> )\\d{1,7} {4,})", Pattern.DOTALL);

    /** The text before a line that is a string in an object, in a list, or after a key. */
    private static final Pattern STRING = Pattern.compile("(?:^|^ *-|[:=,\\[])\\s*\"$");

    /** The text before a line that is not the first in such a string; the group is the text before the string. */
    private static final Pattern WITHIN_STRING =
            Pattern.compile("(.*?(?:^|^ *-|[:=,\\[])\\s*\")(?:[^\"\\\\]|\\\\.)*\\\\[rn] *");

    private static final String TITLE_END = "\\u0007";

    /** The beginning of a control sequence within a JSON string, such as a colour. */
    public static final String ESCAPED = "\\u001";

    private static final Pattern ESCAPED_SEQUENCE =
            Pattern.compile(Pattern.quote(ESCAPED) + "[bB](?:\\[[\\d;?]*[A-Za-z]|\\][^\"\\\\]*(?:"
                    + Pattern.quote(TITLE_END) + "|" + Pattern.quote(ESCAPED) + "[bB]\\\\{2}))");

    /** The prefix of an indented or numbered log, but also of quoted lines. */
    private static final Pattern INDENTATION = Pattern.compile("[\\s>\\d]*");

    private final List<PrefixPattern> patterns = new ArrayList<>();
    private final Map<PrefixPattern, byte[]> unconfirmed = new LinkedHashMap<>();
    private final List<byte[]> heldBack = new ArrayList<>();
    private final LeadingPrefix leading = new LeadingPrefix();
    private final LineAnchors anchors;
    private final @Nullable Matcher anchor;
    private final byte[] wrapper;

    /** The unconfirmed prefix of the last line, which this line may confirm. */
    private @Nullable PrefixPattern toConfirm;

    /** Whether it is known that the log has a prefix, or that it has lines without one. */
    private boolean decided;

    /** Whether no pattern is known and only a line with an anchor can change that. */
    private boolean idle;

    /** Whether an anchor was seen without a prefix. */
    private boolean unprefixed;

    /** The index of the anchor that was found last. */
    private int anchorStart;

    /** Creates a stripper for a log with these anchors. */
    public PrefixStripper(LineAnchors anchors) {
        this.anchors = anchors;
        Pattern pattern = anchors.pattern();
        anchor = pattern == null ? null : pattern.matcher("");
        wrapper = anchors.wrapper();
    }

    /**
     * Strips the prefix of the line.
     *
     * @param mayAnchor whether an anchor may be somewhere in the line
     * @return whether {@linkplain #takeHeldBack lines held back} are to be parsed before this one
     */
    public boolean strip(LogLine line, boolean mayAnchor) {
        if (!decided && !leading.isOver() && !line.isBlank()) {
            addLeading(line);
        }
        int text = patterns.isEmpty() ? -1 : endOfPrefix(line);
        if (toConfirm != null && !line.isBlank()) {
            text = text < 0 ? confirm(line, toConfirm) : text;
            toConfirm = null;
        }
        if (text < 0 && mayAnchor && patterns.size() < MOST_PATTERNS && learn(line)) {
            text = endOfPrefix(line);
        }
        startTextAt(line, text);
        idle = patterns.isEmpty() && toConfirm == null && heldBack.isEmpty() && (decided || leading.isOver());
        return !heldBack.isEmpty();
    }

    /** Returns whether {@link #strip} has no effect on the line unless it contains an anchor. */
    public boolean isIdle(LogLine line) {
        return idle && !startsWithWrapper(line);
    }

    /** Strips the prefix if it is known, without learning. */
    void stripKnown(LogLine line) {
        startTextAt(line, endOfPrefix(line));
        heldBack.clear();
    }

    private boolean startsWithWrapper(LogLine line) {
        return wrapper.length > 0 && line.at(0) == wrapper[0] && line.startsWith(wrapper);
    }

    private void startTextAt(LogLine line, int text) {
        if (text > line.start() && line.bytes()[text - 1] == '"') {
            heldBack.addAll(line.unquoteAt(text));
        } else if (text >= 0) {
            line.startAt(text);
        }
        if (startsWithWrapper(line)) {
            line.startAt(line.start() + wrapper.length);
        }
    }

    /**
     * Returns and removes the lines to parse before the current one: earlier lines whose prefix it revealed, and lines
     * of the same JSON string.
     */
    public List<byte[]> takeHeldBack() {
        List<byte[]> lines = List.copyOf(heldBack);
        heldBack.clear();
        return lines;
    }

    /** Adds a line at the beginning of the log, and learns the prefix once there are enough lines. */
    private void addLeading(LogLine line) {
        if (leading.add(line.bytes(), line.start(), line.end())) {
            List<byte[]> lines = leading.lines();
            learnFrom(lines, lines.subList(0, lines.size() - 1));
        }
    }

    /** Learns the common prefix of these lines if one of them has an anchor, and holds back the earlier lines. */
    private void learnFrom(List<byte[]> lines, List<byte[]> earlier) {
        lines.stream()
                .map(l -> new String(l, StandardCharsets.UTF_8))
                .map(this::beforeAnchor)
                .filter(p -> p != null && isQuoting(p) && leading.allHave(p))
                .findFirst()
                .ifPresent(prefix -> {
                    add(PrefixPattern.of(prefix));
                    heldBack.addAll(earlier);
                });
    }

    /** Finds the first anchor. It may be as long as the longest prefix. */
    private boolean find(String text, int longest) {
        if (anchor == null) {
            return false;
        }
        anchor.reset(text).region(0, Math.min(text.length(), 2 * longest));
        boolean found = anchor.find();
        anchorStart = found ? anchor.start() : -1;
        return found;
    }

    private @Nullable String beforeAnchor(String text) {
        return find(text, LONGEST) ? text.substring(0, anchorStart) : null;
    }

    private static boolean isQuoting(String prefix) {
        return !isString(prefix) && QUOTING.matcher(prefix).matches();
    }

    private static boolean isString(String prefix) {
        return STRING.matcher(prefix).find();
    }

    /** Returns the index after the prefix, or -1 if the line has no known prefix. */
    private int endOfPrefix(LogLine line) {
        for (int i = 0; i < patterns.size(); i++) {
            int after = patterns.get(i).end(line.bytes(), line.start(), line.end());
            if (after >= 0) {
                return after;
            }
        }
        return -1;
    }

    /** Confirms the prefix of the last line if this line has it too, and returns the index after it, or -1. */
    private int confirm(LogLine line, PrefixPattern pattern) {
        int after = pattern.end(line.bytes(), line.start(), line.end());
        if (after >= 0) {
            add(pattern);
        }
        return after;
    }

    /**
     * Ends the log. A prefix that only one anchor has shown is accepted if no other is known.
     *
     * @return whether {@linkplain #takeHeldBack lines held back} are to be parsed
     */
    public boolean finish() {
        if (!decided && toConfirm != null) {
            add(toConfirm);
        }
        if (!decided) {
            leading.end();
            learnFrom(leading.lines(), leading.lines());
        }
        return !heldBack.isEmpty();
    }

    /** Learns the prefix before an anchor, and returns whether it is accepted already. */
    private boolean learn(LogLine line) {
        if (unprefixed && startsWithUnprefixed(line)) {
            return false;
        }
        String text = line.text();
        if (text.contains(ESCAPED)) {
            text = ESCAPED_SEQUENCE.matcher(text).replaceAll("");
        }
        int longest = line.at(0) == '{' ? LONGEST_OBJECT : LONGEST;
        if (!find(text, longest) || anchorStart > longest) {
            return false;
        }
        if (anchorStart == 0) {
            decided = true;
            unprefixed = true;
            return false;
        }
        Matcher within = WITHIN_STRING.matcher(text.substring(0, anchorStart));
        return learn(line, within.matches() ? within.group(1) : text.substring(0, anchorStart));
    }

    private boolean startsWithUnprefixed(LogLine line) {
        return anchors.unprefixed().length > 0 && line.startsWith(anchors.unprefixed());
    }

    private boolean learn(LogLine line, String prefix) {
        boolean indentation = INDENTATION.matcher(prefix).matches();
        boolean json = isString(prefix);
        boolean quoted = isQuoting(prefix) && (decided || !leading.allHave(prefix));
        if (quoted || (decided && indentation) || (unprefixed && json)) {
            return false;
        }
        PrefixPattern pattern = PrefixPattern.of(prefix);
        boolean plausible = json ? !patterns.isEmpty() : isQuoting(prefix) || endsLikePrefix(prefix);
        if ((!unprefixed && !indentation && plausible) || isLikeKnown(pattern)) {
            add(pattern);
            return true;
        }
        return addUnconfirmed(pattern, line);
    }

    private static boolean endsLikePrefix(String prefix) {
        return PREFIX_END.matcher(prefix).find()
                || LEVEL_END.matcher(prefix).find()
                || TIMESTAMPED.matcher(prefix).matches();
    }

    private boolean isLikeKnown(PrefixPattern pattern) {
        return patterns.stream().anyMatch(s -> s.endsLike(pattern) || s.merged(pattern) != null);
    }

    /**
     * Remembers a pattern until a second line or a similar timestamp confirms it, and returns whether it is confirmed.
     */
    private boolean addUnconfirmed(PrefixPattern pattern, LogLine line) {
        PrefixPattern before = unconfirmedLike(pattern);
        if (before != null) {
            add(before);
            if (!before.equals(pattern)) {
                add(pattern);
            }
            return true;
        }
        if (unconfirmed.size() == MOST_UNCONFIRMED) {
            unconfirmed.remove(unconfirmed.keySet().iterator().next());
        }
        unconfirmed.put(pattern, Arrays.copyOfRange(line.bytes(), line.from(), line.end()));
        toConfirm = pattern;
        return false;
    }

    private @Nullable PrefixPattern unconfirmedLike(PrefixPattern pattern) {
        return unconfirmed.keySet().stream()
                .filter(d -> d.equals(pattern) || (d.hasTime() && d.merged(pattern) != null))
                .findFirst()
                .orElse(null);
    }

    /** Adds an accepted pattern. Two that differ in a word, such as a host name, become one that matches any word. */
    private void add(PrefixPattern pattern) {
        decided = true;
        byte[] first = unconfirmed.remove(pattern);
        if (first != null) {
            heldBack.add(first);
        }
        for (int i = 0; i < patterns.size(); i++) {
            PrefixPattern merged = patterns.get(i).merged(pattern);
            if (merged != null) {
                patterns.set(i, merged);
                return;
            }
        }
        patterns.add(pattern);
    }
}
