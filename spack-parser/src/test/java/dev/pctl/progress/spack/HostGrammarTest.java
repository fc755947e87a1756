package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pctl.progress.Progress;
import dev.pctl.progress.buildlog.LineParser;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HostGrammarTest {

    private static final String RECIPES = """
            recipe: begin zlib 1.3 (1 of 2)
            recipe: step build
            cc -O2 -c adler32.c -o adler32.o
            cc -O2 -c crc32.c -o crc32.o
            recipe: end ok
            recipe: begin hdf5 1.14 (2 of 2)
            recipe: step build
            make: *** [all] Error 2
            recipe: end error
            """;

    private Outcome outcome;

    @Test
    void aHostsLinesAreUnderstoodWithoutSpack() throws IOException {
        checkRecipes(read(LineParser.of(RecipeGrammar::new), RECIPES));
        assertThat(outcome).isEqualTo(Outcome.FAILED);
    }

    @Test
    void theFirstOfItsLinesShowsWhatStandsBeforeEveryLine() throws IOException {
        String console = RECIPES.lines()
                .map(l -> "[  123.456789] cloud-init[1812]: " + l + "\r\n")
                .collect(Collectors.joining());
        RunView view = read(LineParser.of(RecipeGrammar::new), console);
        checkRecipes(view);
        assertThat(view.log().output()).last().isEqualTo("make: *** [all] Error 2");
    }

    @Test
    void aHostsLinesAndSpacksStandInOneLog() throws IOException {
        String spack = """
                recipe: begin toolchain 1 (1 of 1)
                ==> Installing zlib-1.2.13-kiwb3utfpsz35fwmmpwqeiwgwccykkq3 [1/1]
                ==> zlib: Executing phase: 'build'
                cc -c a.c -o a.o
                ==> zlib: Successfully installed zlib-1.2.13-kiwb3utfpsz35fwmmpwqeiwgwccykkq3
                  Stage: 0.05s.  Build: 1.00s.  Total: 1.05s
                recipe: end ok
                """;
        RunView view = read(SpackParsers.with(RecipeGrammar::new), spack);
        assertThat(view.packages())
                .extracting(PackageView::id, PackageView::outcome)
                .containsExactly(tuple("toolchain@1", Outcome.SUCCEEDED), tuple("zlib/kiwb3ut", Outcome.SUCCEEDED));
        assertThat(outcome).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void spacksLinesMeanNothingToAHostWithoutSpack() throws IOException {
        RunView view = read(
                LineParser.of(RecipeGrammar::new),
                "==> Installing zlib-1.2.13-kiwb3utfpsz35fwmmpwqeiwgwccykkq3 [1/1]\n");
        assertThat(view.packages()).isEmpty();
        assertThat(outcome).isNull();
    }

    private static void checkRecipes(RunView view) {
        assertThat(view.packages())
                .extracting(PackageView::id, PackageView::index, PackageView::outcome)
                .containsExactly(tuple("zlib@1.3", 1, Outcome.SUCCEEDED), tuple("hdf5@1.14", 2, Outcome.FAILED));
        PhaseView build = view.packages().get(0).phases().get(0);
        assertThat(build.steps())
                .extracting(PhaseView.Steps::done, PhaseView.Steps::total, PhaseView.Steps::item)
                .containsExactly(2L, null, "crc32.c");
        assertThat(view.packages().get(1).output()).containsExactly("make: *** [all] Error 2");
    }

    private RunView read(LogParser.Factory parser, String log) throws IOException {
        try (Progress progress =
                Progress.builder("test").parser(parser).driven().start()) {
            outcome = progress.follow(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
            return progress.view();
        }
    }
}
