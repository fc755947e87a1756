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
 * What stands in front of every line because of where the log comes from: syslog, a console, a CI system. No list of
 * forms: a line that is surely Spack's or pctl's shows what stands before it, and that shape, with any digits, any month
 * and any level, is taken off every line from then on.
 *
 * <p>People quote lines, and logs are joined to logs. A shape counts at once if it is the first that is seen and ends as
 * prefixes do, or if no line of Spack's was without one, or if it is much like one that counts; and so does what looks
 * like a quotation if each line has had it from the first one on. Any other is doubtful until the next line has it too, or another
 * line that is surely Spack's; the line that showed it is then understood late.
 */
public final class PrefixStripper {

    private static final byte[] WRAPPER = "PCTL_SPACK_OUTPUT: ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 200;
    private static final int LONGEST_OBJECT = 2_000;
    private static final int MOST_SHAPES = 16;
    private static final int MOST_DOUBTFUL = 16;

    /** The beginnings of Spack's and pctl's lines that nobody else prints. */
    private static final String ANCHOR = "==> (?:\\[[^]]{19,40}\\] )?(?:\\d+: )?"
            + "(?:Installing |No binary for |Extracting |Fetching |Using cached archive|No patches needed for "
            + "|Applied patch |Ran patch|Error: |Warning: |Concretized |Starting concretization|Waiting for "
            + "|Updating view |[\\w-]+: (?:Executing phase|Successfully installed)"
            + "|[\\w-]+@\\S+ : has external module|\\S+-[a-z2-7]{32} is installed in an upstream)"
            + "|[a-z2-7]{7} [\\w-]+@[^\\s:]+: (?:staging|fetching from build cache|no binary available|finished|failed)"
            + "|\\[\\+\\] (?:\\\\?/\\S|[a-z2-7]{7} )|\\[[ xe]\\] [a-z2-7]{7} \\S+@\\S"
            + "|  >> \\d{1,7} {4}"
            + "|PCTL_(?:PROGRESS|PKG_|DISK_|VERBOSE|SPACK_)";

    /** So begin Spack's own lines about the commands that it runs, which may be long, and its lines with a time. */
    private static final byte[] OWN_COMMAND = "==> [20".getBytes(StandardCharsets.US_ASCII);

    /** What a prefix ends with: a mark, a digit, a zone, a picture; not a word, a quote or a comment. */
    private static final Pattern PREFIX_END = Pattern.compile("(?:[]:|>)-]|[0-9]Z?|[^\\x00-\\x7f])\\s*$");

    /** Behind a mark or a number, or alone where a time does not change, it may also end with a level. */
    private static final Pattern LEVEL_END =
            Pattern.compile("(?:^|[]:|>)0-9]) +(?i:" + PrefixPattern.LEVEL_WORDS + ") *$");

    /** What begins with a date and a time may also end with a level or a stream. */
    private static final Pattern STAMPED =
            Pattern.compile("\\W{0,2}(?:\\d{4}[-/]\\d\\d[-/]\\d\\d|[A-Z][a-z]{2} [ \\d]\\d)[T ]"
                    + "\\d\\d:\\d\\d:\\d\\d[\\d.,Z+:-]*\\W{0,3}(?:(?i:" + PrefixPattern.LEVEL_WORDS
                    + ")|\\d\\d[OE]\\+?|std(?:out|err) [FP])\\W{0,3}");

    /** What stands before lines that are quoted: in a string, a comment, a command, or by an installer from a log. */
    private static final Pattern QUOTING =
            Pattern.compile(".*(?:[\"'`#$%]\\s*|(?: {5}|  >> )\\d{1,7} {4,})", Pattern.DOTALL);

    /** What stands before a line that is a string in an object, a list, or behind a key. */
    private static final Pattern STRING = Pattern.compile("(?:^|^ *-|[:=,\\[])\\s*\"$");

    /** What stands before a line that is not the first in such a string, because it overwrites the one before. */
    private static final Pattern WITHIN_STRING =
            Pattern.compile("(.*?(?:^|^ *-|[:=,\\[])\\s*\")(?:[^\"\\\\]|\\\\.)*\\\\[rn] *");

    private static final String TITLE_END = "\\u0007";

    /** How a colour or another control sequence within a JSON string begins. */
    public static final String ESCAPED = "\\u001";

    private static final Pattern ESCAPED_SEQUENCE =
            Pattern.compile(Pattern.quote(ESCAPED) + "[bB](?:\\[[\\d;?]*[A-Za-z]|\\][^\"\\\\]*(?:"
                    + Pattern.quote(TITLE_END) + "|" + Pattern.quote(ESCAPED) + "[bB]\\\\{2}))");

    /** What stands before lines of a log in whole, but also within a log before lines that are shown or numbered. */
    private static final Pattern INDENTATION = Pattern.compile("[\\s>\\d]*");

    private final List<PrefixPattern> shapes = new ArrayList<>();
    private final Map<PrefixPattern, byte[]> doubtful = new LinkedHashMap<>();
    private final Matcher anchor;
    private @Nullable PrefixPattern waiting;
    private final List<byte[]> late = new ArrayList<>();
    private final LeadingPrefix opening = new LeadingPrefix();
    private boolean decided;
    private boolean idle;

    /** Some line of Spack's had nothing in front. */
    private boolean plain;

    /** Learns from lines that match such a pattern somewhere. */
    public PrefixStripper(Pattern beginning) {
        anchor = beginning.matcher("");
    }

    /** The beginnings of lines that show what stands before them: Spack's, pctl's, and these. */
    public static Pattern beginning(List<String> ofHosts) {
        StringBuilder all = new StringBuilder(ANCHOR);
        ofHosts.forEach(b -> all.append('|').append(Pattern.quote(b)));
        return Pattern.compile(all.toString());
    }

    /**
     * Lets the text of the line begin behind what stands in front.
     *
     * @param mayShow whether a beginning may stand somewhere in the line
     * @return whether an {@linkplain #late earlier line} is to be understood before this one
     */
    public boolean strip(LogLine line, boolean mayShow) {
        if (!decided && !opening.isOver() && !line.isBlank()) {
            open(line);
        }
        int text = shapes.isEmpty() ? -1 : known(line);
        if (waiting != null && !line.isBlank()) {
            text = text < 0 ? confirmed(line, waiting) : text;
            waiting = null;
        }
        if (text < 0 && mayShow && shapes.size() < MOST_SHAPES && learn(line)) {
            text = known(line);
        }
        begin(line, text);
        idle = shapes.isEmpty() && waiting == null && late.isEmpty() && (decided || opening.isOver());
        return !late.isEmpty();
    }

    /** Whether nothing is known to stand in front of lines, and this one is no reason to look. */
    public boolean isIdle(LogLine line) {
        return idle && line.at(0) != WRAPPER[0];
    }

    /** Lets the text begin behind what is known to stand in front, and learns nothing. */
    void stripKnown(LogLine line) {
        begin(line, known(line));
        late.clear();
    }

    private void begin(LogLine line, int text) {
        if (text > line.start() && line.bytes()[text - 1] == '"') {
            late.addAll(line.unquoteAt(text));
        } else if (text >= 0) {
            line.startAt(text);
        }
        if (line.at(0) == WRAPPER[0] && line.startsWith(WRAPPER)) {
            line.startAt(line.start() + WRAPPER.length);
        }
    }

    /** Earlier lines of which this one has shown what stands in front of them, and those in the same string; given once. */
    public List<byte[]> late() {
        List<byte[]> shown = List.copyOf(late);
        late.clear();
        return shown;
    }

    /** What looks like a quotation, but stands in front of all lines since the first, is none. */
    private void open(LogLine line) {
        if (opening.add(line.bytes(), line.start(), line.end())) {
            List<byte[]> lines = opening.lines();
            learnFrom(lines, lines.subList(0, lines.size() - 1));
        }
    }

    private void learnFrom(List<byte[]> lines, List<byte[]> earlier) {
        lines.stream()
                .map(l -> new String(l, StandardCharsets.UTF_8))
                .map(this::beforeAnchor)
                .filter(p -> p != null && isQuoting(p) && opening.allHave(p))
                .findFirst()
                .ifPresent(prefix -> {
                    add(PrefixPattern.of(prefix));
                    late.addAll(earlier);
                });
    }

    private @Nullable String beforeAnchor(String text) {
        anchor.reset(text).region(0, Math.min(text.length(), 2 * LONGEST));
        return anchor.find() ? text.substring(0, anchor.start()) : null;
    }

    private static boolean isQuoting(String prefix) {
        return !isString(prefix) && QUOTING.matcher(prefix).matches();
    }

    private static boolean isString(String prefix) {
        return STRING.matcher(prefix).find();
    }

    private int known(LogLine line) {
        for (int i = 0; i < shapes.size(); i++) {
            int behind = shapes.get(i).behind(line.bytes(), line.start(), line.end());
            if (behind >= 0) {
                return behind;
            }
        }
        return -1;
    }

    /** The line behind the one that showed a doubtful shape has it too, or not. */
    private int confirmed(LogLine line, PrefixPattern shape) {
        int behind = shape.behind(line.bytes(), line.start(), line.end());
        if (behind >= 0) {
            add(shape);
        }
        return behind;
    }

    /** The log ends: what the only line of Spack's shows is all that there is to go by. */
    public boolean finish() {
        if (!decided && waiting != null) {
            add(waiting);
        }
        if (!decided) {
            opening.end();
            learnFrom(opening.lines(), opening.lines());
        }
        return !late.isEmpty();
    }

    private boolean learn(LogLine line) {
        if (plain && line.startsWith(OWN_COMMAND)) {
            return false;
        }
        String text = line.text();
        if (text.contains(ESCAPED)) {
            text = ESCAPED_SEQUENCE.matcher(text).replaceAll("");
        }
        int longest = line.at(0) == '{' ? LONGEST_OBJECT : LONGEST;
        anchor.reset(text).region(0, Math.min(text.length(), 2 * longest));
        if (anchor.lookingAt()) {
            decided = true;
            plain = true;
            return false;
        }
        if (!anchor.find() || anchor.start() > longest) {
            return false;
        }
        Matcher within = WITHIN_STRING.matcher(text.substring(0, anchor.start()));
        String prefix = within.matches() ? within.group(1) : text.substring(0, anchor.start());
        boolean indentation = INDENTATION.matcher(prefix).matches();
        boolean json = isString(prefix);
        boolean quoted = isQuoting(prefix) && (decided || !opening.allHave(prefix));
        if (quoted || (decided && indentation) || (plain && json)) {
            return false;
        }
        PrefixPattern shape = PrefixPattern.of(prefix);
        boolean known = json ? !shapes.isEmpty() : isQuoting(prefix) || endsAsPrefixesDo(prefix);
        boolean clear = !plain && !indentation && known;
        if (clear || isLikeKnown(shape)) {
            add(shape);
            return true;
        }
        return seenBefore(shape, line);
    }

    private static boolean endsAsPrefixesDo(String prefix) {
        return PREFIX_END.matcher(prefix).find()
                || LEVEL_END.matcher(prefix).find()
                || STAMPED.matcher(prefix).matches();
    }

    private boolean isLikeKnown(PrefixPattern shape) {
        return shapes.stream().anyMatch(s -> s.endsLike(shape) || s.merged(shape) != null);
    }

    /** The shape is doubtful unless it has been so before, or one with a time that is much like it. */
    private boolean seenBefore(PrefixPattern shape, LogLine line) {
        PrefixPattern before = doubtfulLike(shape);
        if (before != null) {
            add(before);
            if (!before.equals(shape)) {
                add(shape);
            }
            return true;
        }
        if (doubtful.size() == MOST_DOUBTFUL) {
            doubtful.remove(doubtful.keySet().iterator().next());
        }
        doubtful.put(shape, Arrays.copyOfRange(line.bytes(), line.from(), line.end()));
        waiting = shape;
        return false;
    }

    private @Nullable PrefixPattern doubtfulLike(PrefixPattern shape) {
        return doubtful.keySet().stream()
                .filter(d -> d.equals(shape) || (d.hasTime() && d.merged(shape) != null))
                .findFirst()
                .orElse(null);
    }

    /** Two shapes that differ in a word are two of many: one that takes any word takes them all. */
    private void add(PrefixPattern shape) {
        decided = true;
        byte[] first = doubtful.remove(shape);
        if (first != null) {
            late.add(first);
        }
        for (int i = 0; i < shapes.size(); i++) {
            PrefixPattern merged = shapes.get(i).merged(shape);
            if (merged != null) {
                shapes.set(i, merged);
                return;
            }
        }
        shapes.add(shape);
    }
}
