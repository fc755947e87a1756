package dev.pctl.progress.buildlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.PackageProgress;
import dev.pctl.progress.PhaseProgress;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.view.PackageView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host that starts packages and phases itself, and follows the log of a command for each phase. */
class PhaseLogTest {

    private static final PackageRef WIDGET = PackageRef.of("widget", "1.0");
    private static final String BUILD = """
            [ 25%] Building C object CMakeFiles/w.dir/a.c.o
            [ 50%] Building C object CMakeFiles/w.dir/b.c.o
            """;

    private final Progress progress =
            Progress.builder("tool").parser(LineParser.of()).driven().start();

    @AfterEach
    void close() {
        progress.close();
    }

    private PackageView widget() {
        return progress.view().packageOf(WIDGET.id());
    }

    @Test
    void stepsAndOutputBelongToPackageAndPhase() throws IOException {
        PackageProgress widget = progress.startPackage(WIDGET);
        PhaseProgress build = widget.startPhase("build");
        assertThat(follow(build, BUILD)).isNull();
        assertThat(widget().outcome()).isNull();
        assertThat(widget().phases()).singleElement().satisfies(p -> {
            assertThat(p.name()).isEqualTo("build");
            assertThat(p.outcome()).isNull();
            assertThat(p.steps().fraction()).isEqualTo(0.5);
        });
        assertThat(widget().output()).containsExactlyElementsOf(BUILD.lines().toList());
        build.succeed();
        widget.succeed();
        assertThat(widget().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(widget().attempt()).isEqualTo(1);
    }

    @Test
    void failureBelongsToPackageAndKeepsItsReason() throws IOException {
        PackageProgress widget = progress.startPackage(WIDGET);
        PhaseProgress build = widget.startPhase("build");
        Outcome read = follow(build, BUILD + """
                        /src/a.c:1:10: fatal error: frobnicate/api.h: No such file or directory
                            1 | #include <frobnicate/api.h>
                              |          ^~~~~~~~~~~~~~~~~~
                        compilation terminated.
                        gmake[2]: *** [CMakeFiles/w.dir/build.make:76: CMakeFiles/w.dir/a.c.o] Error 1
                        gmake: *** [Makefile:91: all] Error 2
                        """);
        assertThat(read).isEqualTo(Outcome.FAILED);
        widget.finish(Outcome.FAILED, "exit status 2");
        assertThat(progress.view().failures()).singleElement().satisfies(f -> {
            assertThat(f.packageRef()).isEqualTo(WIDGET);
            assertThat(f.phase()).isEqualTo("build");
            assertThat(f.cause()).isEqualTo(FailureCause.COMPILE);
            assertThat(f.summary()).contains("frobnicate/api.h");
        });
    }

    @Test
    void secondLogOfAnotherAttemptStartsAfresh() throws IOException {
        PackageProgress first = progress.startPackage(WIDGET);
        follow(
                first.startPhase("build"),
                "cc: fatal error: Killed signal terminated program cc1\nmake: *** [all] Error 1\n");
        first.finish(Outcome.FAILED);
        PackageProgress second = progress.startPackage(WIDGET);
        follow(second.startPhase("build"), BUILD);
        second.succeed();
        assertThat(widget().attempt()).isEqualTo(2);
        assertThat(widget().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(widget().phases())
                .singleElement()
                .satisfies(p -> assertThat(p.steps().fraction()).isEqualTo(0.5));
    }

    private static Outcome follow(PhaseProgress phase, String log) throws IOException {
        return phase.follow(LogSources.of(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8))));
    }
}
