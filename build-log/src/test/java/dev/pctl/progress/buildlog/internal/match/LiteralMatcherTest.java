package dev.pctl.progress.buildlog.internal.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.buildlog.internal.failure.FailureRule;
import dev.pctl.progress.buildlog.internal.failure.LinearPattern;
import dev.pctl.progress.buildlog.internal.failure.RuleBook;
import dev.pctl.progress.buildlog.internal.match.LiteralMatcher.Word;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals.Needed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words are found at any position, and an expression really requires the words reported for it. */
class LiteralMatcherTest {

    @Provide
    Arbitrary<String> few() {
        return Arbitraries.strings().withChars("abA -\u00e4").ofMinLength(0).ofMaxLength(40);
    }

    @Provide
    Arbitrary<String> word() {
        return Arbitraries.strings().withChars("abA -\u00e4").ofMinLength(4).ofMaxLength(9);
    }

    @Property(tries = 2000)
    void findsSameWordsAsStringContains(
            @ForAll("few") String text,
            @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("word") String> texts,
            @ForAll @IntRange(max = 3) int offset,
            @ForAll boolean anyCase) {
        List<Word> words = new ArrayList<>();
        int wanted = 0;
        for (int i = 0; i < texts.size(); i++) {
            words.add(new Word(texts.get(i), anyCase, 1 << i));
            boolean there = anyCase ? lower(text).contains(lower(texts.get(i))) : text.contains(texts.get(i));
            wanted |= there ? 1 << i : 0;
        }
        byte[] line = (" ".repeat(offset) + text + "ab ab").getBytes(StandardCharsets.UTF_8);

        int end = line.length - 5;

        assertThat(new LiteralMatcher(words).find(line, offset, end)).isEqualTo(wanted);
    }

    private static String lower(String text) {
        return text.replace('A', 'a');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "make: \\*\\*\\* .*(?:Killed|Hangup)$",
                "(?i)connection (?:timed out|refused)",
                "[Ee]rror(?: #\\d+)?: (?<subject>.+)",
                "^={3,} .*\\b(\\d+) failed",
                "(?:abc|abd)efg?h",
                "a\\Qb.c\\Ed+efgh"
            })
    void everyMatchContainsARequiredWord(String regex) {
        Set<Needed> words = RequiredLiterals.of(Pattern.compile(regex)).orElseThrow();

        for (String text : List.of(
                "make: *** [x] Killed",
                "CONNECTION Refused",
                "x Error: y",
                "=== 3 failed",
                "abdefh",
                "ab.cdefgh",
                "error #3: z")) {
            if (Pattern.compile(regex).matcher(text).find()) {
                assertThat(words).as(text).anyMatch(w -> isIn(w, text));
            }
        }
    }

    private static boolean isIn(Needed word, String text) {
        return word.anyCase()
                ? text.toLowerCase(Locale.ROOT).contains(word.text().toLowerCase(Locale.ROOT))
                : text.contains(word.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*bc", "(?:abcd)?", "abcd|e+", "\\d+", "(?x)a b c d", "\\x41\\x42\\x43\\x44", "[a-z]{9}"})
    void noWordsAreKnownForSomeExpressions(String regex) {
        assertThat(RequiredLiterals.of(Pattern.compile(regex))).isEmpty();
    }

    @Test
    void examplesOfShippedRulesContainRequiredWords() {
        for (FailureRule rule : RuleBook.of(FailureRules.standard()).rules()) {
            for (LinearPattern match : rule.matches()) {
                Pattern pattern = Pattern.compile(match.regex());
                for (String example : rule.examples()) {
                    if (pattern.matcher(example).find()) {
                        assertThat(match.words())
                                .as("%s in %s", pattern, example)
                                .anyMatch(w -> isIn(w, example));
                    }
                }
            }
        }
    }
}
