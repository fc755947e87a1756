package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lines of logs say about failures, and what to do about them: rules that are data. The shipped ones are in the
 * resource {@code failure-rules.txt}, which describes the format; a host adds its own with {@link #with}. Immutable.
 */
public final class FailureRules {

    /** How decisive a line is. */
    enum Level {
        SYSTEM(0),
        CAUSE(1),
        SYMPTOM(2),
        ECHO(3);

        private final int rank;

        Level(int rank) {
            this.rank = rank;
        }

        /** The lower, the more decisive. */
        int rank() {
            return rank;
        }
    }

    /** One rule. */
    record Rule(
            String id,
            Cause cause,
            Level level,
            List<Pattern> matches,
            List<Pattern> exceptions,
            List<String> fixes,
            List<String> examples) {

        /** What the rule finds in the line, or null. */
        @Nullable
        Finding find(String line) {
            for (Pattern pattern : matches) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()
                        && exceptions.stream().noneMatch(e -> e.matcher(line).find())) {
                    return new Finding(this, subject(matcher));
                }
            }
            return null;
        }

        private static @Nullable String subject(Matcher matcher) {
            try {
                String subject = matcher.group("subject");
                return subject == null ? null : subject.strip();
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    /**
     * What a rule found in a line.
     *
     * @param subject what the line is about, or null
     */
    record Finding(Rule rule, @Nullable String subject) {
        Level level() {
            return rule.level();
        }
    }

    private static final int LONGEST_LINE = 4_000;

    /** Something that every line has that any rule could take: asking it first saves most of the work. */
    private static final Pattern PROMISING = Pattern.compile("(?i)err|fail|fatal|kill|denied|not found|cannot|can't"
            + "|could not|undefined|no such|no space|quota|memory|timed out|resolve|certificate|terminated|permitted"
            + "|read-only|requires|unsupported|not supported|recogni[sz]ed|multiple definition|duplicate|unresolved"
            + "|relocation|exited|\\*\\*\\*|stop|oom|limit|cancelled|missing|malformed|manual download|unreachable"
            + "|refused|expired|incompatible|space|returned|eula|licen[cs]e|NVC|PG[CF]|submit a bug|\\.go:\\d");

    private final List<Rule> rules;
    private final List<Pattern> ignored;
    private final Map<Cause, List<String>> remedies;

    private FailureRules(List<Rule> rules, List<Pattern> ignored, Map<Cause, List<String>> remedies) {
        this.rules = List.copyOf(rules);
        this.ignored = List.copyOf(ignored);
        this.remedies = new EnumMap<>(remedies);
    }

    private static final class Shipped {
        static final FailureRules RULES = read();

        private static FailureRules read() {
            try (InputStream in = FailureRules.class.getResourceAsStream("failure-rules.txt")) {
                InputStream there = Objects.requireNonNull(in, "the library lacks its failure rules");
                return FailureRules.read(new InputStreamReader(there, StandardCharsets.UTF_8), "failure-rules.txt");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The rules that come with the library. */
    public static FailureRules shipped() {
        return Shipped.RULES;
    }

    /**
     * These rules and those of the text, which are asked first; its remedies replace those for the same class.
     *
     * @param text rules in the format of the shipped ones
     * @param name what to call the text in messages
     * @throws IllegalArgumentException if the text is not of that format; the message names the line
     * @throws IOException if it cannot be read
     */
    public FailureRules with(Reader text, String name) throws IOException {
        FailureRules added = read(text, name);
        Map<Cause, List<String>> all = new EnumMap<>(Cause.class);
        all.putAll(remedies);
        all.putAll(added.remedies);
        return new FailureRules(
                Stream.concat(added.rules.stream(), rules.stream()).toList(),
                Stream.concat(added.ignored.stream(), ignored.stream()).toList(),
                all);
    }

    List<Rule> rules() {
        return rules;
    }

    /** What the first rule that takes the line finds in it; null if none takes it. */
    @Nullable
    Finding find(String text) {
        String line = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text;
        if (!PROMISING.matcher(line).find()
                || ignored.stream().anyMatch(i -> i.matcher(line).find())) {
            return null;
        }
        for (Rule rule : rules) {
            Finding finding = rule.find(line);
            if (finding != null) {
                return finding;
            }
        }
        return null;
    }

    /** What to do about a class of causes, with places to fill in. */
    List<String> remedies(Cause cause) {
        return remedies.getOrDefault(cause, List.of());
    }

    // ---- reading

    private static FailureRules read(Reader text, String name) throws IOException {
        RuleText rules = new RuleText(name);
        try (BufferedReader lines = new BufferedReader(text)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rules.accept(line);
            }
        }
        return rules.finish();
    }

    /** Rules while they are being read. */
    private static final class RuleText {
        private final String name;
        private final List<Rule> rules = new ArrayList<>();
        private final List<Pattern> ignored = new ArrayList<>();
        private final Map<Cause, List<String>> remedies = new EnumMap<>(Cause.class);
        private int number;
        private @Nullable String id;
        private Cause cause = Cause.UNKNOWN;
        private Level level = Level.CAUSE;
        private List<Pattern> matches = new ArrayList<>();
        private List<Pattern> exceptions = new ArrayList<>();
        private List<String> fixes = new ArrayList<>();
        private List<String> examples = new ArrayList<>();

        RuleText(String name) {
            this.name = name;
        }

        void accept(String line) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                return;
            }
            int blank = line.indexOf(' ');
            String keyword = blank < 0 ? line : line.substring(0, blank);
            String value = blank < 0 ? "" : line.substring(blank + 1);
            try {
                entry(keyword, value);
            } catch (PatternSyntaxException e) {
                throw wrong("not a regular expression: " + e.getDescription());
            } catch (IllegalArgumentException e) {
                throw wrong(String.valueOf(e.getMessage()));
            }
        }

        private void entry(String keyword, String value) {
            switch (keyword) {
                case "rule" -> begin(value);
                case "ignore" -> ignored.add(Pattern.compile(value));
                case "remedy" -> remedy(value);
                case "cause" -> cause = cause(value);
                case "level" -> level = Level.valueOf(value.strip().toUpperCase(Locale.ROOT));
                case "match" -> matches.add(Pattern.compile(value));
                case "not" -> exceptions.add(Pattern.compile(value));
                case "fix" -> fixes.add(value);
                case "example" -> examples.add(value);
                default -> throw new IllegalArgumentException("unknown keyword " + keyword);
            }
        }

        private void begin(String newId) {
            end();
            id = newId.strip();
            cause = Cause.UNKNOWN;
            level = Level.CAUSE;
            matches = new ArrayList<>();
            exceptions = new ArrayList<>();
            fixes = new ArrayList<>();
            examples = new ArrayList<>();
        }

        private void end() {
            String ended = id;
            if (ended != null) {
                rules.add(new Rule(
                        ended,
                        cause,
                        level,
                        List.copyOf(matches),
                        List.copyOf(exceptions),
                        List.copyOf(fixes),
                        List.copyOf(examples)));
            }
        }

        private void remedy(String value) {
            int blank = value.indexOf(' ');
            if (blank < 0) {
                throw new IllegalArgumentException("want remedy CLASS TEXT");
            }
            remedies.computeIfAbsent(cause(value.substring(0, blank)), c -> new ArrayList<>())
                    .add(value.substring(blank + 1));
        }

        private static Cause cause(String word) {
            return Cause.valueOf(word.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(name + ':' + number + ": " + what);
        }

        FailureRules finish() {
            end();
            return new FailureRules(rules, ignored, remedies);
        }
    }
}
