package dev.pctl.progress.ansi.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineWrapperTest {

    private static final String LOG = "/tmp/root/spack-stage/spack-stage-gcc-11.3.0-54k63jlf3k5cmgo/build-out.txt";

    private static List<String> wrapped(StyledLine line, int columns) {
        return line.wrap(columns, Theme.ASCII).stream()
                .map(StyledLine::toString)
                .toList();
    }

    @Test
    void wrapsAtBlanksAndIndentsContinuationLines() {
        assertThat(wrapped(StyledLine.of("  Why: the header is not found"), 20))
                .containsExactly("  Why: the header is", "      not found");
    }

    @Test
    void splitsAWordThatIsNoPathWhereTheLineIsFull() {
        assertThat(wrapped(StyledLine.of("ab __gnu_cxx::__alloc_traits"), 16))
                .containsExactly("ab __gnu_cxx::__", "    alloc_traits");
    }

    @Test
    void shortensAPathInRunningTextInItsMiddle() {
        assertThat(wrapped(StyledLine.of("see " + LOG + ":7 there"), 50))
                .containsExactly("see /tmp/root/spack.../build-out.txt:7 there");
        assertThat(wrapped(StyledLine.of("see https://example.org/" + "x".repeat(30)), 30))
                .containsExactly("see https://example.org/xxxxxx", "    " + "x".repeat(24));
    }

    @Test
    void leavesTheFileToLookAtWholeOnALineOfItsOwn() {
        StyledLine line = StyledLine.of("  Log: ").addPath(LOG + ":145", LOG, Style.STRONG);
        assertThat(wrapped(line, 84)).containsExactly("  Log:", "      " + LOG + ":145");
        assertThat(wrapped(line, 40)).as("the terminal wraps it").containsExactly("  Log:", "  " + LOG + ":145");
        assertThat(wrapped(line, 120)).containsExactly("  Log: " + LOG + ":145");
    }
}
