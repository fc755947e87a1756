package dev.pctl.progress.spack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureFinderTest {

    private static final FailureFinder FINDER = FailureFinder.of(SpackRules.standard());

    private static Diagnosis diagnose(Path file) throws IOException {
        try (InputStream log = Files.newInputStream(file)) {
            return FINDER.diagnose(log, "the.log");
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(FailureFinderTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.21-compiler-killed/spack-build-out.txt, yaml-cpp, build, MEMORY, out-of-memory, 43",
        "0.21-configure-error/spack-build-out.txt, libsigsegv, configure, CONFIGURE, compiler-broken, 21",
        "0.21-stack/spack-build-out-gmp.txt, gmp, configure, CONFIGURE, configure-error, 291",
        "0.21-stack/spack-build-out-spdlog.txt, spdlog, build, LINK, relocation, 34",
        "0.21-tty-compile-error/spack-build-out.txt, yaml-cpp, build, COMPILE, compile-error, 40",
        "0.23-cmake-package-missing/spack-build-out.txt, missingcmakepkg, cmake, CONFIGURE, cmake-package-missing, 9",
        "0.23-compile-error/spack-build-out.txt, brokencompile, build, COMPILE, compile-error, 77",
        "1.1-header-missing/spack-build-out.txt, lz4, build, COMPILE, missing-header, 7",
        "1.1-link-error/spack-build-out.txt, lz4, build, LINK, library-not-found, 7",
        "1.3-plain-fail-fast/spack-build-out.txt, libuv, cmake, CONFIGURE, missing-header, 25",
        "1.3-plain-link-error/spack-build-out.txt, lz4, build, LINK, library-not-found, 9",
    })
    void findsTheDecisiveLineOfABuildLog(
            String log, String pkg, String phase, FailureCause cause, String kind, int line) throws IOException {
        Diagnosis diagnosis = diagnose(resource("/recordings/" + log));

        assertThat(diagnosis).isNotNull();
        assertThat(diagnosis.packageRef().name()).isEqualTo(pkg);
        assertThat(diagnosis.phase()).isEqualTo(phase);
        assertThat(diagnosis.cause()).isEqualTo(cause);
        assertThat(diagnosis.kind()).isEqualTo(kind);
        assertThat(diagnosis.line()).isEqualTo(line);
        assertThat(diagnosis.location()).isEqualTo("the.log:" + line);
        assertThat(diagnosis.excerpt())
                .contains(Files.readAllLines(resource("/recordings/" + log)).get(line - 1));
        assertThat(diagnosis.remedies()).isNotEmpty().noneMatch(r -> r.contains("{"));
    }

    static Stream<Path> succeeded() throws IOException {
        return Files.list(resource("/succeeded")).sorted();
    }

    @ParameterizedTest
    @MethodSource("succeeded")
    void reportsNoFailureOfABuildThatSucceeded(Path log) throws IOException {
        assertThat(diagnose(log)).isNull();
    }

    static Stream<RecordedLog> transcripts() {
        return RecordedLog.all();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void reportsTheFailuresOfATranscript(RecordedLog recording) throws IOException {
        Diagnosis diagnosis = FINDER.diagnose(new java.io.ByteArrayInputStream(recording.log()), "stdout");

        if ("succeeded".equals(recording.truth().get("outcome"))) {
            assertThat(diagnosis).isNull();
        } else if ("failed".equals(recording.truth().get("outcome"))) {
            assertThat(diagnosis).isNotNull();
        }
    }

    @Test
    void anEmptyLogShowsNoFailure() throws IOException {
        assertThat(FINDER.diagnose(InputStream.nullInputStream(), "empty")).isNull();
    }

    private static @Nullable Diagnosis diagnose(String transcript) throws IOException {
        return FINDER.diagnose(new ByteArrayInputStream(transcript.getBytes(UTF_8)), "transcript");
    }

    @Test
    void whatIsLeftOutBecauseOfAnEarlierFailureIsSaid() throws IOException {
        Diagnosis found = diagnose("""
                ==> Warning: Skipping build of foo-1.0-aaaaaaaabbbbbbbbccccccccdddddddd since bar-2.0-eeeeeeeeffffffffgggggggghhhhhhhh failed
                ==> Error: foo-1.0-aaaaaaaabbbbbbbbccccccccdddddddd: Package was not installed
                ==> Error: Installation request failed.  Refer to reported errors for failing package(s).
                """);

        assertThat(found).isNotNull();
        assertThat(found.cause()).isEqualTo(FailureCause.DEPENDENCY);
        assertThat(found.summary()).isEqualTo("bar-2.0 failed, and this log does not show why");
    }

    @Test
    void showsUnknownErrorIfThereIsNoOther() throws IOException {
        Diagnosis found = diagnose("==> Error: 'NoneType' object has no attribute 'frobnicate'\n");

        assertThat(found).isNotNull();
        assertThat(found.cause()).isEqualTo(FailureCause.UNKNOWN);
        assertThat(found.message()).contains("frobnicate");
        assertThat(diagnose("==> Error: cannot frobnicate\n==> All of the packages are already installed\n"))
                .isNull();
    }

    @Test
    void thatTheOutputsWriterStoppedIsNotWhyABuildWasInterrupted() throws IOException {
        Diagnosis found = diagnose("""
                ==> Installing foo-1.0-aaaaaaaabbbbbbbbccccccccdddddddd
                ==> foo: Executing phase: 'configure'
                ==> Error: Exception occurred in writer daemon!
                Traceback (most recent call last):
                KeyboardInterrupt
                ==> Error: Failed to install foo due to KeyboardInterrupt:
                """);

        assertThat(found).isNotNull();
        assertThat(found.cause()).isEqualTo(FailureCause.INTERRUPTED);
    }

    @Test
    void anOldStageFolderTellsThePackage() throws IOException {
        Diagnosis found = diagnose("""
                ==> Error: ProcessError: Command exited with status 2:
                    'make' '-j8'

                See build log for details:
                  /opt/spack/var/spack/stage/foo-1.0-aaaaaaaabbbbbbbbccccccccdddddddd/foo-1.0/spack-build.out
                """);

        assertThat(found).isNotNull();
        assertThat(found.packageRef()).isNotNull();
        assertThat(found.packageRef().spec()).isEqualTo("foo@1.0");
    }
}
