package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Retry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lines of logs say about failures, and what to do about them: rules that are data. The shipped ones are in the
 * resource {@code failure-rules.txt}; a host adds its own with {@link #with}. The format is described in
 * docs/failure-rules.md. Immutable.
 */
public final class FailureRules {

    /** How decisive a line is: the first are the most decisive. */
    enum Level {
        /** The machine is at fault, which explains everything else. */
        SYSTEM(0),
        /** A tool's own judgement on everything before it, such as which test failed. */
        VERDICT(1),
        /** What is wrong. */
        CAUSE(2),
        /** That something is wrong, seldom what. */
        SYMPTOM(3),
        /** Only that something before it went wrong. */
        ECHO(4),
        /** What stands just before was no failure. */
        PARDON(5);

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
            @Nullable Retry retry,
            List<LinePattern> matches,
            List<Pattern> exceptions,
            List<String> sayings,
            List<String> fixes,
            List<String> examples,
            List<String> lookAlikes) {

        /** What the rule finds in the line, or null. */
        @Nullable
        Finding find(String line) {
            for (LinePattern pattern : matches) {
                Matcher matcher = pattern.regex().matcher(line);
                if (matcher.find()
                        && exceptions.stream().noneMatch(e -> e.matcher(line).find())) {
                    return new Finding(this, pattern.groups(matcher));
                }
            }
            return null;
        }

        /** Texts of which one must be in every line that the rule takes; null if that cannot be said. */
        @Nullable
        Set<String> literals() {
            Set<String> all = new TreeSet<>();
            for (LinePattern pattern : matches) {
                Set<String> one = Literals.of(pattern.regex());
                if (one == null) {
                    return null;
                }
                all.addAll(one);
            }
            return all;
        }
    }

    /**
     * What a rule found in a line.
     *
     * @param groups the named parts of the line, {@code subject} among them
     */
    record Finding(Rule rule, Map<String, String> groups) {

        /** What the line is about, or null. */
        @Nullable
        String subject() {
            return groups.get("subject");
        }

        Level level() {
            return rule.level();
        }
    }

    private static final int LONGEST_LINE = 4_000;

    private final List<Rule> rules;
    private final List<Pattern> ignored;
    private final Map<Cause, List<String>> remedies;
    private final LiteralSearch search;
    private final BitSet alwaysAsked = new BitSet();

    FailureRules(List<Rule> rules, List<Pattern> ignored, Map<Cause, List<String>> remedies) {
        this.rules = List.copyOf(rules);
        this.ignored = List.copyOf(ignored);
        this.remedies = new EnumMap<>(Cause.class);
        this.remedies.putAll(remedies);
        List<Set<String>> literals = new ArrayList<>();
        for (Rule rule : rules) {
            Set<String> required = rule.literals();
            alwaysAsked.set(literals.size(), required == null);
            literals.add(required == null ? Set.of() : required);
        }
        search = new LiteralSearch(literals);
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

    private static FailureRules read(Reader text, String name) throws IOException {
        RuleText rules = new RuleText(name);
        try (BufferedReader lines = new BufferedReader(text)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rules.accept(line);
            }
        }
        return rules.finish();
    }

    List<Rule> rules() {
        return rules;
    }

    /** What the first rule that takes the line finds in it; null if none takes it. */
    @Nullable
    Finding find(String text) {
        String line = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text;
        BitSet asked = search.in(line);
        if (asked == null) {
            asked = alwaysAsked;
        } else {
            asked.or(alwaysAsked);
        }
        for (int i = asked.nextSetBit(0); i >= 0; i = asked.nextSetBit(i + 1)) {
            Finding finding = rules.get(i).find(line);
            if (finding != null) {
                return ignored.stream().anyMatch(p -> p.matcher(line).find()) ? null : finding;
            }
        }
        return null;
    }

    /** What to do about a class of causes, with places to fill in. */
    List<String> remedies(Cause cause) {
        return remedies.getOrDefault(cause, List.of());
    }
}
