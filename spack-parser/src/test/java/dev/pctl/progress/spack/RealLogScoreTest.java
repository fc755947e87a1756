package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Diagnosis;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How often cause and decisive line are found in build logs that real tools wrote, and how often one is found in vain. */
class RealLogScoreTest {

    private static final FailureFinder FINDER = FailureFinder.of(SpackRules.standard());

    /** What there is to find in a log; of several causes or lines each is right. */
    private record Truth(String name, List<String> causes, List<Integer> lines) {

        static Truth of(String row) {
            String[] fields = row.split("\t", -1);
            return new Truth(
                    fields[0],
                    List.of(fields[1].split(",")),
                    Arrays.stream(fields[2].split(",")).map(Integer::valueOf).toList());
        }
    }

    private static Path folder() {
        try {
            return Path.of(RealLogScoreTest.class.getResource("/real-logs").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Diagnosis diagnose(Path log) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            return FINDER.diagnose(in, log.getFileName().toString());
        }
    }

    @Test
    void causeAndDecisiveLineAreFoundInAllButKnownMisses() throws IOException {
        List<Truth> all = Files.readAllLines(folder().resolve("truth.tsv")).stream()
                .map(Truth::of)
                .toList();
        List<String> missed = new ArrayList<>();
        for (Truth truth : all) {
            Diagnosis got = diagnose(folder().resolve(truth.name() + ".txt"));
            String cause = got == null
                    ? "none"
                    : got.cause().name().toLowerCase(Locale.ROOT).replace('_', '-');
            Integer line = got == null || got.line() == null ? Integer.valueOf(0) : got.line();
            if (!truth.causes().contains(cause) || !truth.lines().contains(line)) {
                missed.add(truth.name() + ' ' + cause + ' ' + line);
            }
        }

        assertThat(all).hasSizeGreaterThan(150);
        assertThat(missed)
                .as("a miss that is new is a regression; one that is gone leaves the list")
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(folder().resolve("known-misses.txt")));
    }

    @Test
    void noFailureIsFoundWhereNothingFailed() throws IOException {
        List<Path> succeeded;
        try (Stream<Path> files = Files.list(folder())) {
            succeeded = files.filter(f -> f.getFileName().toString().startsWith("ok-"))
                    .sorted()
                    .toList();
        }
        assertThat(succeeded).hasSizeGreaterThan(25);
        for (Path log : succeeded) {
            assertThat(diagnose(log)).as(log.getFileName().toString()).isNull();
        }
    }
}
