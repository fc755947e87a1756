package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.buildlog.internal.failure.RuleBook;
import dev.pctl.progress.buildlog.internal.failure.RuleLevel;
import dev.pctl.progress.buildlog.internal.failure.RuleMatch;
import dev.pctl.progress.buildlog.internal.failure.RuleSet;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FailureRulesTest {

    @TestFactory
    Stream<DynamicTest> everyExampleIsTakenByItsRule() {
        return RuleBook.of(SpackRules.standard()).rules().stream()
                .flatMap(rule -> rule.examples().stream()
                        .map(example -> DynamicTest.dynamicTest(rule.id() + ": " + example, () -> {
                            RuleMatch finding =
                                    RuleBook.of(SpackRules.standard()).find(example);
                            assertThat(finding).isNotNull();
                            assertThat(finding.rule().id()).isEqualTo(rule.id());
                        })));
    }

    @TestFactory
    Stream<DynamicTest> noLookAlikeIsTaken() {
        return RuleBook.of(SpackRules.standard()).rules().stream()
                .flatMap(rule -> rule.lookAlikes().stream()
                        .map(line -> DynamicTest.dynamicTest(rule.id() + ": " + line, () -> {
                            RuleMatch finding =
                                    RuleBook.of(SpackRules.standard()).find(line);
                            assertThat(finding == null || finding.level().forgives())
                                    .as("taken by %s", finding)
                                    .isTrue();
                        })));
    }

    @Test
    void everyRuleHasAnExampleASayingAndEveryCauseARemedy() {
        assertThat(RuleBook.of(SpackRules.standard()).rules())
                .hasSizeGreaterThan(80)
                .allSatisfy(rule -> {
                    assertThat(rule.examples()).as(rule.id()).isNotEmpty();
                    if (rule.level().rank() < RuleLevel.ECHO.rank()) {
                        assertThat(rule.sayings()).as(rule.id()).isNotEmpty();
                    }
                });
        assertThat(FailureCause.values())
                .allSatisfy(c -> assertThat(RuleBook.of(SpackRules.standard()).remedies(c))
                        .isNotEmpty());
    }

    @Test
    void everyRuleIsFoundByItsWords() {
        assertThat(RuleBook.of(SpackRules.standard()).rules())
                .as("a rule without such words is tried on every line of every build")
                .noneMatch(rule -> rule.words().isEmpty());
    }

    @Test
    void whatOnlyLooksLikeAnErrorIsLeftAlone() {
        for (String line : new String[] {
            "checking for error_at_line... no",
            "foo.c:3:1: warning: 'error' is deprecated",
            "-- Looking for error_t - not found",
            "gcc -c errors.c -o errors.o",
            "[ 12%] Building C object CMakeFiles/x.dir/error.c.o",
            "Compiled with 0 errors",
            "-- Could NOT find Doxygen (missing: DOXYGEN_EXECUTABLE)",
        }) {
            assertThat(RuleBook.of(SpackRules.standard()).find(line)).as(line).isNull();
        }
    }

    @Test
    void aHostAddsRulesAndRemedies() throws IOException {
        FailureRules rules = SpackRules.standard().with(new StringReader("""
                remedy disk-full pctl ami build --volume-size 80
                rule quota-daemon
                cause disk-full
                level system
                match lustre: (?<subject>\\S+) over quota
                """), "host rules");

        Diagnosis diagnosis = FailureFinder.of(rules)
                .diagnose(
                        new ByteArrayInputStream("gcc -c a.c\nlustre: alice over quota\nmake: *** [a.o] Error 1\n"
                                .getBytes(StandardCharsets.UTF_8)),
                        "build.log");

        assertThat(diagnosis.cause()).isEqualTo(FailureCause.DISK_FULL);
        assertThat(diagnosis.kind()).isEqualTo("quota-daemon");
        assertThat(diagnosis.line()).isEqualTo(2);
        assertThat(diagnosis.remedies()).containsExactly("pctl ami build --volume-size 80");
    }

    @Test
    void aWrongRuleIsNamedByItsLine() {
        assertThatThrownBy(() -> SpackRules.standard().with(new StringReader("rule a\ncause nonsense\n"), "mine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine:2");
        assertThatThrownBy(() -> SpackRules.standard().with(new StringReader("rule a\nmatch (\n"), "mine"))
                .hasMessageContaining("mine:2: ");
        assertThatThrownBy(() -> SpackRules.standard().with(new StringReader("nonsense\n"), "mine"))
                .hasMessageContaining("unknown keyword");
    }

    @Test
    void rulesForBuildToolsNeverMentionSpack() {
        RuleSet rules = RuleBook.of(FailureRules.standard());
        assertThat(rules.rules()).allSatisfy(rule -> {
            assertThat(rule.sayings()).as(rule.id()).noneMatch(FailureRulesTest::mentionsSpack);
            assertThat(rule.fixes()).as(rule.id()).noneMatch(FailureRulesTest::mentionsSpack);
        });
        for (FailureCause cause : FailureCause.values()) {
            assertThat(rules.remedies(cause)).isNotEmpty().noneMatch(FailureRulesTest::mentionsSpack);
        }
    }

    private static boolean mentionsSpack(String text) {
        return text.toLowerCase(Locale.ROOT).matches(".*(?:spack|recipe|%gcc|\\.yaml|config:).*");
    }
}
