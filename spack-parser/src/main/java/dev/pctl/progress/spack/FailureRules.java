package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Retry;
import dev.pctl.progress.spack.RequiredWords.Needed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        PARDON(5),
        /** What stands before is the output of tests that passed. */
        ALL_CLEAR(6);

        private final int rank;

        Level(int rank) {
            this.rank = rank;
        }

        /** The lower, the more decisive. */
        int rank() {
            return rank;
        }

        /** Whether such a line tells of no error, but that others before it are none. */
        boolean forgives() {
            return this == PARDON || this == ALL_CLEAR;
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

        /** Words of which every line that the rule takes has one; empty if that cannot be said. */
        Set<Needed> words() {
            Set<Needed> all = new LinkedHashSet<>();
            for (LinePattern pattern : matches) {
                Set<Needed> one = RequiredWords.of(pattern.regex()).orElse(Set.of());
                if (one.isEmpty()) {
                    return Set.of();
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

    private static final FailureRules SHIPPED = new FailureRules(null);

    private final @Nullable RuleSet own;

    /** Rules with others, or those that come with the library, which are read only once one is needed. */
    private FailureRules(@Nullable RuleSet own) {
        this.own = own;
    }

    private static final class Shipped {
        static final RuleSet RULES = read();

        private static RuleSet read() {
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
        return SHIPPED;
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
        return new FailureRules(set().with(read(text, name)));
    }

    private static RuleSet read(Reader text, String name) throws IOException {
        RuleText rules = new RuleText(name);
        try (BufferedReader lines = new BufferedReader(text)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rules.accept(line);
            }
        }
        return rules.finish();
    }

    private RuleSet set() {
        return own == null ? Shipped.RULES : own;
    }

    List<Rule> rules() {
        return set().rules();
    }

    /** Whether the line has a word of a rule: no rule takes others. */
    boolean mayTake(Line line) {
        return set().mayTake(line);
    }

    /** What the first rule that takes the line finds in it; null if none takes it. */
    @Nullable
    Finding find(String text) {
        return set().find(text);
    }

    /** How decisive the rule of that id is: the lower, the more. */
    int rank(@Nullable String id) {
        return set().rules().stream()
                .filter(r -> r.id().equals(id))
                .mapToInt(r -> r.level().rank())
                .findFirst()
                .orElse(Level.ECHO.rank());
    }

    /** What to do about a class of causes, with places to fill in. */
    List<String> remedies(Cause cause) {
        return set().remedies(cause);
    }
}
