package dev.pctl.progress.estimator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.report.RunComparison.Kind;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static BuildRecord.Builder build(String name, double seconds) {
        return BuildRecord.builder(name, START, seconds)
                .version("1.0")
                .machine("c6a.4xlarge")
                .compiler("gcc@12.3.0");
    }

    private static RunComparison.Change change(RunComparison comparison, String name) {
        return comparison.changes().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesEachKindOfChange() {
        RunComparison comparison = RunComparison.of(
                List.of(
                        build("slower", 100).build(),
                        build("faster", 100).build(),
                        build("same", 100).build(),
                        build("gone", 30).build(),
                        build("lost", 3).method(InstallMethod.BINARY_CACHE).build(),
                        build("gained", 300).build(),
                        build("broken", 40).build(),
                        build("mended", 40).outcome(Outcome.FAILED).build(),
                        build("newer", 100).build()),
                List.of(
                        build("slower", 200).build(),
                        build("faster", 40).build(),
                        build("same", 110).build(),
                        build("new", 50).build(),
                        build("lost", 600).build(),
                        build("gained", 2).method(InstallMethod.BINARY_CACHE).build(),
                        build("broken", 20).outcome(Outcome.FAILED).build(),
                        build("mended", 60).build(),
                        build("newer", 102).version("1.1").build()));

        assertThat(change(comparison, "slower").kind()).isEqualTo(Kind.SLOWER);
        assertThat(change(comparison, "faster").kind()).isEqualTo(Kind.FASTER);
        assertThat(change(comparison, "gone").kind()).isEqualTo(Kind.GONE);
        assertThat(change(comparison, "new").kind()).isEqualTo(Kind.NEW);
        assertThat(change(comparison, "lost").kind()).isEqualTo(Kind.CACHE_LOST);
        assertThat(change(comparison, "gained").kind()).isEqualTo(Kind.CACHE_GAINED);
        assertThat(change(comparison, "broken").kind()).isEqualTo(Kind.FAILS);
        assertThat(change(comparison, "mended").kind()).isEqualTo(Kind.RECOVERED);
        assertThat(change(comparison, "newer").kind()).isEqualTo(Kind.VERSION);
        assertThat(comparison.changes().get(0).name())
                .as("largest change first")
                .isEqualTo("lost");
        assertThat(comparison.unchanged()).isEqualTo(1);
    }

    @Test
    void namesAnotherMachineAndCompilerAndHowMuchSlowerItIs() {
        RunComparison comparison = RunComparison.of(
                List.of(
                        build("a", 100).build(),
                        build("b", 200).build(),
                        build("c", 300).build()),
                List.of(
                        build("a", 150).machine("t3.large").cores(2).build(),
                        build("b", 300).machine("t3.large").cores(2).build(),
                        build("c", 450).machine("t3.large").cores(2).build()));

        assertThat(comparison.differences())
                .containsExactly(
                        new RunComparison.Difference("machine", "c6a.4xlarge", "t3.large"),
                        new RunComparison.Difference("processors", "unknown", "2"));
        assertThat(comparison.speed()).isEqualTo(1.5);
    }

    @Test
    void pairsSeveralBuildsOfOneNameByHashThenByVersion() {
        RunComparison comparison = RunComparison.of(
                List.of(
                        build("python", 100).hash("aaa").version("3.11").build(),
                        build("python", 500).hash("bbb").version("3.12").build()),
                List.of(
                        build("python", 510).hash("ccc").version("3.12").build(),
                        build("python", 101).hash("aaa").version("3.11").build()));

        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.unchanged()).isEqualTo(2);
    }

    @Test
    void comparesTheLastAttemptOfAPackage() {
        RunComparison comparison = RunComparison.of(
                List.of(build("a", 100).build()),
                List.of(
                        build("a", 7).outcome(Outcome.FAILED).build(),
                        build("a", 101).build()));

        assertThat(comparison.changes()).isEmpty();
    }

    @Test
    void comparesPackagesOnly() {
        RunComparison comparison = RunComparison.of(
                List.of(), List.of(build("image", 4000).unit(Unit.RUN).build()));

        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.speed()).isNull();
    }
}
