package dev.pctl.progress.ansi.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.Views;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.remedy.RunTermination;
import dev.pctl.progress.view.RunView;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureBlockTest {

    private static final Theme THEME = Theme.of(Map.of("LANG", "en_US.UTF-8", "NO_COLOR", "1"), true);

    private static String shown(RunView view, int width) {
        return new FailureBlock(THEME)
                .lines(view, view.failures().get(0)).stream()
                        .flatMap(l -> l.wrap(width, THEME).stream())
                        .map(StyledLine::toString)
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void isReadableInFortyColumns() {
        assertThat(shown(Views.failing().view(), 40)).isEqualTo("""
                ✗ Error: gcc@11.3.0 failed in the build
                    phase (compile)
                  Why: The header nosuch.h is not found
                  Log:
                      /tmp/stage/spack-build-out.txt:145
                    144 | cc -c gcc/a.c
                  > 145 | gcc/a.c:3:10: fatal error:
                      nosuch.h: No such file or
                      directory
                    146 | compilation terminated.
                  Also not built: openmpi@4.1.4
                  Kept: 1 installed package
                  Time lost: 18m05s
                  Fix: 1. Add the missing header
                       2. Choose another version
                  Retry: no, it would fail the same way""");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void fitsTheWindowHoweverLongTheLogLines(int width) {
        List<String> excerpt = IntStream.range(0, 17)
                .mapToObj(i -> "line " + i + " " + "x".repeat(3000))
                .toList();
        Diagnosis failure = Diagnosis.builder(
                        FailureCause.COMPILE, excerpt.get(8).strip())
                .packageRef(Views.GCC)
                .phase("build")
                .subject("compile-error")
                .log("/tmp/log")
                .line(1008)
                .excerpt(excerpt)
                .excerptLine(1000)
                .build();
        RunView view =
                Views.building().at(1095, new FailureFact.Diagnosed(failure)).view();

        String text = shown(view, width);

        assertThat(text.lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(width));
        assertThat(text).contains("> 1008 | line 8").contains("1005 | line 5").doesNotContain("1004 | ");
        assertThat(text.length()).isLessThan(3000);
    }

    @Test
    void printsTheLastLinesOfAnUnexplainedFailure() {
        RunView view = Views.building().view();
        Diagnosis unexplained = RunTermination.cut().explain(view);
        RunView ended = Views.building()
                .at(1095, new FailureFact.Diagnosed(unexplained))
                .view();

        assertThat(shown(ended, 80))
                .startsWith("✗ Error: gcc@11.3.0 failed in the build phase")
                .contains("The log ends in the middle of the build during gcc@11.3.0 (build); the")
                .contains("      CXX   tree-ssa-loop.o");
    }
}
