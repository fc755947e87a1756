package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.view.PackageView;
import java.util.List;
import java.util.Random;

/**
 * What must hold for bytes of any kind. In the normal build this runs with the seeds beside it and with every input that
 * ever broke it; with the profile {@code fuzz} it looks for new ones.
 */
class ParserFuzzTest {

    private static final int LARGEST_PIECE = 64;

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreReadAlikeHoweverTheyAreCut(byte[] log) {
        Reading whole = Reading.of(log);
        List<Fact> facts = whole.factsOfLines();

        assertThat(whole.view().packages()).noneMatch(PackageView::active);
        facts.stream()
                .filter(LogFact.Output.class::isInstance)
                .map(LogFact.Output.class::cast)
                .forEach(o -> assertThat(o.lines())
                        .allMatch(l -> l.chars().noneMatch(c -> c != '\t' && Character.isISOControl(c))));
        Random random = new Random(log.length);
        assertThat(Reading.of(log, LARGEST_PIECE, random).factsOfLines()).isEqualTo(facts);
    }
}
