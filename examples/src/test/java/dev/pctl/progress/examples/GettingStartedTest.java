package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.PackageProgress;
import dev.pctl.progress.PhaseProgress;
import dev.pctl.progress.Progress;
import dev.pctl.progress.StageProgress;
import dev.pctl.progress.event.PackageRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that docs/getting-started.md shows code that is compiled here, and runs it. */
@Timeout(120)
class GettingStartedTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static List<String> shown() throws IOException {
        return JAVA.matcher(Files.readString(Path.of("../docs/getting-started.md")))
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    private static String compiled(String file) throws IOException {
        return Files.readString(Path.of(file)).replaceAll("\\s+", "");
    }

    @Test
    void examplesEqualCompiledCode() throws IOException {
        List<String> examples = shown();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        assertThat(examples.get(0).lines()).hasSizeLessThanOrEqualTo(12);
        assertThat(compiled("src/main/java/dev/pctl/progress/examples/QuickStart.java"))
                .contains(examples.get(0).replaceAll("\\s+", ""));
        assertThat(compiled("src/test/java/dev/pctl/progress/examples/GettingStartedTest.java"))
                .contains(examples.get(1).replaceAll("\\s+", ""));
    }

    @Test
    void hostReportsItsOwnWork() {
        try (Progress progress = Progress.builder("image").driven().start()) {
            try (StageProgress stage = progress.startStage("launch", "Launching the instance");
                    PackageProgress nginx = progress.startPackage(PackageRef.of("nginx", "1.25"), 1, 2);
                    PhaseProgress build = nginx.startPhase("build")) {
                build.steps(3, 10L, "http.c");
                build.succeed();
                nginx.succeed();
                stage.succeed();
            }
            assertThat(progress.view().packages()).hasSize(1);
            assertThat(progress.view().stages()).hasSize(1);
        }
    }

    @Test
    void firstExampleShowsLiveDisplay() throws Exception {
        List<String> command = HarnessJvm.command(
                "96m",
                QuickStart.class,
                "sh",
                "-c",
                "echo '==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c [1/1]';"
                        + " echo \"==> zlib: Executing phase: 'build'\"; while [ ! -f go ]; do sleep 0.1; done;"
                        + " echo '[+] /opt/zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c'");
        try (PtySession session = PtySession.start(80, 24, Map.of(), folder, command)) {
            session.await("the package in the footer", s -> s.screen().stream().anyMatch(l -> l.contains("zlib@1.3")));
            assertThat(session.screen()).noneMatch(l -> l.contains("succeeded"));
            Files.createFile(folder.resolve("go"));
            assertThat(session.waitFor()).isZero();
            assertThat(session.everything()).contains("my image succeeded");
            assertThat(session.cursorVisible()).isTrue();
        }
        assertThat(folder.resolve("build-history.jsonl")).exists();
    }
}
