package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.PackageView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures that the live output of a build explains, without any other report: real build logs. */
class OutputFailureTrackerTest {

    private static final String ID = "-1.0-kiwb3utfpsz35fwmmpwqeiwgwccykkq3";

    private static String buildLog(String name) {
        try (InputStream log = OutputFailureTrackerTest.class.getResourceAsStream("/recordings/" + name)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reading read(String log) {
        return Reading.of(log.getBytes(StandardCharsets.UTF_8));
    }

    private static String live(String pkg, String name) {
        return "==> Installing " + pkg + ID + " [1/1]\n" + buildLog(name);
    }

    /** The log of the failed configuration holds it twice; what is live is the second. */
    @ParameterizedTest
    @CsvSource({
        "0.21-compiler-killed/spack-build-out.txt, yaml-cpp, build, MEMORY, out-of-memory, 44",
        "0.21-configure-error/spack-build-out.txt, libsigsegv, configure, CONFIGURE, compiler-broken, 44",
        "0.23-compile-error/spack-build-out.txt, brokencompile, build, COMPILE, compile-error, 78",
        "1.1-header-missing/spack-build-out.txt, lz4, build, COMPILE, missing-header, 8",
        "1.1-link-error/spack-build-out.txt, lz4, build, LINK, library-not-found, 8",
    })
    void aFailureWithoutAnExcerptIsExplainedByTheOutput(
            String name, String pkg, String phase, FailureCause cause, String kind, int line) {
        String log = live(pkg, name);

        Reading explained = read(log + "==> Error: ProcessError: Command exited with status 2:\n    'make'\n");
        Reading unexplained = read(log);

        assertThat(explained.view().packages()).extracting(PackageView::outcome).containsExactly(Outcome.FAILED);
        assertThat(unexplained.view().packages())
                .extracting(PackageView::outcome)
                .containsExactly(Outcome.UNFINISHED);
        for (Reading reading : List.of(explained, unexplained)) {
            assertThat(reading.view().failures()).singleElement().satisfies(d -> {
                assertThat(d.packageRef().name()).isEqualTo(pkg);
                assertThat(d.phase()).isEqualTo(phase);
                assertThat(d.cause()).isEqualTo(cause);
                assertThat(d.kind()).isEqualTo(kind);
                assertThat(d.line()).isEqualTo(line);
                assertThat(d.log()).isNull();
                assertThat(d.excerpt()).contains(log.split("\n", -1)[line - 1]);
            });
        }
    }

    @Test
    void itIsToldWithTheFailureAndNotAtTheEnd() {
        String log = live("lz4", "1.1-link-error/spack-build-out.txt")
                + "==> Error: ProcessError: Command exited with status 2:\n    'make'\n"
                + "==> Installing zlib" + ID + " [2/2]\n";
        List<FailureFact.Diagnosed> diagnosed = read(log).facts().stream()
                .takeWhile(f -> !(f instanceof dev.pctl.progress.event.PackageFact.Started s
                        && s.packageRef().name().equals("zlib")))
                .filter(FailureFact.Diagnosed.class::isInstance)
                .map(FailureFact.Diagnosed.class::cast)
                .toList();

        assertThat(diagnosed).extracting(f -> f.diagnosis().kind()).containsExactly("library-not-found");
    }

    @Test
    void whereTheInstallerNamesTheLogTheLineIsLeftToWhoeverReadsIt() {
        String log = live("lz4", "1.1-link-error/spack-build-out.txt") + """
                ==> Error: ProcessError: Command exited with status 2:
                    'make'

                See build log for details:
                  /tmp/stage/spack-stage-lz4/spack-build-out.txt
                """;

        Diagnosis diagnosis = read(log).view().failures().get(0);

        assertThat(diagnosis.kind()).isEqualTo("library-not-found");
        assertThat(diagnosis.log()).isEqualTo("/tmp/stage/spack-stage-lz4/spack-build-out.txt");
        assertThat(diagnosis.line()).isNull();
    }

    @Test
    void whatAnEarlierPhaseWentOnFromIsNoReason() {
        String log =
                live("lz4", "1.1-link-error/spack-build-out.txt") + "==> lz4: Executing phase: 'install'\ninstalling\n";

        assertThat(read(log).view().failures()).isEmpty();
    }

    static Stream<RecordedLog> recordings() {
        return RecordedLog.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void noLogOfASuccessGivesAnAlarmWhereverItEnds(RecordedLog recording) {
        if (!"succeeded".equals(recording.truth().get("outcome"))) {
            return;
        }
        Random random = new Random(recording.name().length());
        for (int i = 0; i < 5; i++) {
            byte[] cut = java.util.Arrays.copyOf(recording.log(), 1 + random.nextInt(recording.log().length));
            assertThat(Reading.of(cut).view().failures())
                    .as("%d bytes", cut.length)
                    .isEmpty();
        }
    }

    @Test
    void howTheBytesAreCutDoesNotMatter() {
        byte[] log =
                live("yaml-cpp", "0.21-compiler-killed/spack-build-out.txt").getBytes(StandardCharsets.UTF_8);

        assertThat(Reading.of(log, 40, new Random(3)).factsOfLines())
                .isEqualTo(Reading.of(log).factsOfLines());
    }
}
