package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verifies that the code of the README is that of {@link QuickStart}, and runs it. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void exampleEqualsQuickStart() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int from = readme.indexOf("```java\n") + 8;
        String shown = readme.substring(from, readme.indexOf("```", from));
        String compiled = Files.readString(Path.of("src/main/java/dev/pctl/progress/examples/QuickStart.java"));
        List<String> imports =
                shown.lines().filter(l -> l.startsWith("import ")).toList();
        String body = shown.replaceAll("(?m)^import .*\\n", "").strip();
        assertThat(compiled.lines()).containsAll(imports);
        assertThat(withoutBlanks(compiled)).contains(withoutBlanks(body));
        assertThat(body.lines()).hasSizeLessThanOrEqualTo(12);
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void quickStartRuns() throws Exception {
        Path folder = Files.createTempDirectory("quick-start");
        Process process = new ProcessBuilder(HarnessJvm.command(
                        "96m",
                        QuickStart.class,
                        "sh",
                        "-c",
                        "echo '==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c [1/1]';"
                                + " echo '[+] /opt/zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c'"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out).contains("zlib@1.3").contains("my image succeeded");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void ciRunsTheTestCommand() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("./mvnw verify");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("./mvnw --batch-mode verify");
    }
}
