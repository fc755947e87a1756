package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.match.LiteralMatcher;
import dev.pctl.progress.buildlog.internal.match.LiteralMatcher.Word;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals.Needed;
import dev.pctl.progress.event.FailureCause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules in the order in which they are tried. A search for words selects the rules to try on a line. Immutable. */
public final class RuleSet {

    /** The most characters of a line that rules match. Of a longer line, they match the beginning and the end. */
    private static final int LONGEST_LINE = 4_000;

    /** The characters among them from the end: a solver's heading may list long specs before the decisive words. */
    private static final int END_OF_LINE = 1_000;

    private final List<FailureRule> rules;
    private final List<LinearPattern> ignored;
    private final List<LinearPattern> kept;
    private final Map<FailureCause, List<String>> remedies = new EnumMap<>(FailureCause.class);
    private final Map<String, List<String>> advice;
    private final @Nullable String after;
    private volatile @Nullable Selector selector;

    /**
     * Selects the rules to try on a line.
     *
     * @param finder finds the words of rules; the bit of a word is that of its rule, and rules share bits
     * @param always the bits of rules that require no word
     */
    private record Selector(LiteralMatcher finder, long always) {

        static Selector of(List<FailureRule> rules) {
            List<Word> words = new ArrayList<>();
            long wordless = 0;
            for (int i = 0; i < rules.size(); i++) {
                long bit = 1L << i;
                Set<Needed> needed = rules.get(i).words();
                wordless |= needed.isEmpty() ? bit : 0;
                needed.forEach(n -> words.add(new Word(n.text(), n.anyCase(), bit)));
            }
            return new Selector(new LiteralMatcher(words), wordless);
        }

        long select(byte[] bytes, int from, int to) {
            return always | finder.find(bytes, from, to);
        }
    }

    RuleSet(
            List<FailureRule> rules,
            List<LinearPattern> ignored,
            List<LinearPattern> kept,
            Map<FailureCause, List<String>> remedies,
            Map<String, List<String>> advice,
            @Nullable String after) {
        this.rules = rules.stream()
                .map(r -> r.withFixes(advice.getOrDefault(r.id(), r.fixes())))
                .toList();
        this.advice = Map.copyOf(advice);
        this.after = after;
        this.ignored = List.copyOf(ignored);
        this.kept = List.copyOf(kept);
        this.remedies.putAll(remedies);
    }

    /** Creates the selector on first use: rules to which others are added never need one. */
    private Selector selector() {
        Selector known = selector;
        if (known == null) {
            known = Selector.of(rules);
            selector = known;
        }
        return known;
    }

    /** Returns these rules and others, which are tried first. Their remedies replace those for the same class. */
    public RuleSet with(RuleSet added) {
        Map<FailureCause, List<String>> all = new EnumMap<>(remedies);
        all.putAll(added.remedies);
        Map<String, List<String>> allAdvice = new HashMap<>(advice);
        allAdvice.putAll(added.advice);
        int at = added.indexIn(rules);
        return new RuleSet(
                Stream.of(rules.subList(0, at), added.rules, rules.subList(at, rules.size()))
                        .flatMap(List::stream)
                        .toList(),
                Stream.concat(added.ignored.stream(), ignored.stream()).toList(),
                Stream.concat(added.kept.stream(), kept.stream()).toList(),
                all,
                allAdvice,
                null);
    }

    /** Returns the index at which these rules are inserted among others. */
    private int indexIn(List<FailureRule> others) {
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).id().equals(after)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Returns the rules in the order in which they are tried. */
    public List<FailureRule> rules() {
        return rules;
    }

    /** Returns whether a rule may match the line. */
    public boolean mayMatch(LogLine line) {
        return selector().select(line.bytes(), line.start(), line.end()) != 0;
    }

    /** Returns the match of the first rule that matches the line, or null. */
    @Nullable
    public RuleMatch find(String text) {
        String line = text.length() > LONGEST_LINE
                ? text.substring(0, LONGEST_LINE - END_OF_LINE) + text.substring(text.length() - END_OF_LINE)
                : text;
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        long tried = selector().select(bytes, 0, bytes.length);
        LinearPattern.Subject subject = new LinearPattern.Subject(line);
        for (int i = 0; tried != 0 && i < rules.size(); i++) {
            RuleMatch finding = (tried & (1L << i)) == 0 ? null : rules.get(i).find(subject);
            if (finding != null) {
                return isIgnored(subject) ? null : finding;
            }
        }
        return null;
    }

    private boolean isIgnored(LinearPattern.Subject line) {
        return ignored.stream().anyMatch(p -> p.isIn(line)) && kept.stream().noneMatch(p -> p.isIn(line));
    }

    /** Returns the rank of the rule with that id; lower is more decisive. */
    public int rank(@Nullable String id) {
        return rules.stream()
                .filter(r -> r.id().equals(id))
                .mapToInt(r -> r.level().rank())
                .findFirst()
                .orElse(RuleLevel.ECHO.rank());
    }

    /** Returns the fixes of the rule with that id. */
    List<String> fixes(String id) {
        return rules.stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .map(FailureRule::fixes)
                .orElse(List.of());
    }

    /** Returns the remedies for a class of causes. */
    public List<String> remedies(FailureCause cause) {
        return remedies.getOrDefault(cause, List.of());
    }
}
