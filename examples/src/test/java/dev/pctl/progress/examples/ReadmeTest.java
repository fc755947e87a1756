package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled here, and what is run. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void theExampleIsTheOneThatIsCompiled() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int from = readme.indexOf("```java\n") + 8;
        String shown = readme.substring(from, readme.indexOf("```", from));
        String compiled = Files.readString(Path.of("src/main/java/dev/pctl/progress/examples/QuickStart.java"));
        assertThat(withoutBlanks(compiled)).contains(withoutBlanks(shown));
        assertThat(shown.lines()).hasSizeLessThanOrEqualTo(12);
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void theExampleRuns() throws Exception {
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
    void ciCallsTheSecondCommand() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("./mvnw verify");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("./mvnw --batch-mode verify");
    }
}
