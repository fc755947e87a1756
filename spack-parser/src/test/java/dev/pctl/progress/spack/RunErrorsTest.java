package dev.pctl.progress.spack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of the classic installer that are about the run, come out of order, or are none. */
class RunErrorsTest {

    private static final String FOO = "foo-1.0-aaaaaaaabbbbbbbbccccccccdddddddd";
    private static final String BAR = "bar-2.0-eeeeeeeeffffffffgggggggghhhhhhhh";

    private static final String SUCCESS = """
            ==> Installing %1$s
            ==> foo: Executing phase: 'install'
            ==> foo: Successfully installed %1$s
            [+] /opt/%1$s
            """.formatted(FOO);

    private static Reading read(String log) {
        return Reading.of(log.getBytes(UTF_8));
    }

    private static Diagnosis diagnose(String log) throws IOException {
        return FailureFinder.of(SpackRules.standard())
                .diagnose(new ByteArrayInputStream(log.getBytes(UTF_8)), "transcript");
    }

    @Test
    void errorAfterTheLastPackageFailsTheRun() throws IOException {
        String log = SUCCESS + "==> Error: the gate is shut\n    nobody has the key\n";

        assertThat(read(log).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(diagnose(log).packageRef()).isNull();
        assertThat(diagnose(log).message()).contains("the gate is shut");
        assertThat(diagnose(log).excerpt()).anyMatch(l -> l.contains("nobody has the key"));
    }

    @Test
    void tracebackAfterTheLastPackageFailsTheRun() throws IOException {
        String log = SUCCESS + """
                Traceback (most recent call last):
                  File "/opt/spack/lib/gate.py", line 3, in shut
                    raise GateError()
                GateError: the gate is shut
                """;

        assertThat(read(log).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(diagnose(log).message()).contains("the gate is shut");
    }

    @Test
    void theBatchSystemEndsAJobBetweenPackagesForItsReason() throws IOException {
        String log = SUCCESS
                + "slurmstepd: error: *** JOB 4711 ON n042 CANCELLED AT 2026-11-30T03:12:44 DUE TO TIME LIMIT ***\n";

        assertThat(read(log).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(diagnose(log).cause()).isEqualTo(FailureCause.TIMEOUT);
        assertThat(diagnose(log).message()).contains("DUE TO TIME LIMIT");
    }

    @Test
    void unknownErrorThatPackagesFollowDoesNotFailTheRun() throws IOException {
        String log = "==> Error: the gate is shut\n" + SUCCESS;

        assertThat(read(log).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(diagnose(log)).isNull();
    }

    @Test
    void errorPrintedInsideAPackageThatSucceedsIsNoFailure() throws IOException {
        String log =
                SUCCESS.replace("==> foo: Successfully", "==> Error: the self-test prints this\n==> foo: Successfully");

        assertThat(read(log).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(read(log).view().failures()).isEmpty();
        assertThat(diagnose(log)).isNull();
    }

    @Test
    void failurePrintedBeforeItsPackageBeginsIsOneFailure() throws IOException {
        String log = """
                ==> Warning: Skipping build of %2$s since %1$s failed
                ==> Error: Failed to install foo due to ConnectionResetError: [Errno 104] Connection reset by peer
                ==> Installing %1$s
                """.formatted(FOO, BAR);

        assertThat(read(log).view().failures()).hasSize(1);
        assertThat(diagnose(log).packageRef().spec()).isEqualTo("foo@1.0");
        assertThat(diagnose(log).cause()).isEqualTo(FailureCause.FETCH);
    }

    @Test
    void beginningPrintedBehindItsErrorKeepsPhaseAndAddsNoAttempt() throws IOException {
        String log = """
                ==> No binary for %1$s found: installing from source
                ==> foo: Executing phase: 'build'
                ==> Error: ProcessError: Command exited with status 2:
                    'make'
                ==> Installing %1$s [1/1]

                1 error found in build log:
                  >> 3    a.c:1:1: error: no such thing

                See build log for details:
                  /tmp/stage/spack-stage-%1$s/spack-build-out.txt
                """.formatted(FOO);

        assertThat(read(log).view().packages()).hasSize(1);
        assertThat(read(log).view().failures()).hasSize(1);
        assertThat(diagnose(log).phase()).isEqualTo("build");
        assertThat(diagnose(log).line()).isEqualTo(3);
    }

    @Test
    void linesPaddedWithBlanksAreUnderstood() {
        String padded = SUCCESS.replace("\n", "          \n");

        assertThat(read(padded).view().packages()).hasSize(1);
        assertThat(read(padded).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void shellThatDoesNotFindSpackHasFailed() throws IOException {
        String log = "./job.sh: line 3: spack: command not found\n";

        assertThat(read(log).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(diagnose(log).cause()).isEqualTo(FailureCause.ENVIRONMENT);
        assertThat(diagnose(log).remedies()).isNotEmpty().noneMatch(r -> r.contains("PACKAGE"));
    }

    @Test
    void reasonsBelowAHeadingAreMessageAndExcerpt() throws IOException {
        Diagnosis diagnosis = diagnose("""
                ==> Error: foo@1.0+x is unsatisfiable, conflicts are:
                  the moon is full
                  the tide is low
                """);

        assertThat(diagnosis.cause()).isEqualTo(FailureCause.CONCRETIZATION);
        assertThat(diagnosis.subject()).isEqualTo("foo");
        assertThat(diagnosis.message()).contains("the moon is full");
        assertThat(diagnosis.excerpt()).anyMatch(l -> l.contains("the tide is low"));
    }

    static Stream<RecordedLog> recordings() {
        return RecordedLog.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void summaryAndDiagnosisAgree(RecordedLog recording) throws IOException {
        Reading reading = Reading.of(recording.log());
        Diagnosis diagnosis = FailureFinder.of(SpackRules.standard())
                .diagnose(new ByteArrayInputStream(recording.log()), "transcript");

        if (reading.outcome() == Outcome.SUCCEEDED) {
            assertThat(diagnosis).isNull();
        } else if (reading.outcome() == Outcome.FAILED) {
            assertThat(diagnosis).isNotNull();
            assertThat(reading.view().failures()).anySatisfy(f -> {
                assertThat(f.cause()).isEqualTo(diagnosis.cause());
                assertThat(f.packageRef()).isEqualTo(diagnosis.packageRef());
            });
        }
    }
}
