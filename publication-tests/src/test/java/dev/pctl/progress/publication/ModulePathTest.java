package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modular hosts, compiled and run with the jars on the module path. */
class ModulePathTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    @TempDir
    private Path folder;

    @Test
    void everyLibraryIsANamedModule() {
        for (String library : Published.LIBRARIES) {
            ModuleReference module =
                    ModuleFinder.of(Published.jar(library)).findAll().iterator().next();
            ModuleDescriptor descriptor = module.descriptor();
            assertThat(descriptor.isAutomatic()).as(library).isFalse();
            assertThat(descriptor.name()).isEqualTo("dev.pctl.progress." + library.replace('-', '.'));
            assertThat(descriptor.exports().stream().filter(e -> !e.isQualified()))
                    .as(library)
                    .isNotEmpty();
        }
    }

    @Test
    void modularHostRuns() throws Exception {
        String out = modular(
                "modular",
                "host/host.Main",
                Stream.of("core", "machine", "buildlog", "spack", "estimator", "ansi"),
                Stream.of("jackson-core-", "re2j-", "slf4j-api-", "jspecify-", "jline-"));
        assertThat(out)
                .contains("zlib@1.3", "modular image succeeded", "in module dev.pctl.progress.core")
                .doesNotContain("Exception");
    }

    @Test
    void modularHostWithMetricsRuns() throws Exception {
        String out = modular(
                "modular-metrics",
                "metering/metering.Main",
                Stream.of("core", "micrometer", "opentelemetry"),
                Stream.of(
                        "jackson-core-",
                        "slf4j-api-",
                        "jspecify-",
                        "micrometer-",
                        "HdrHistogram-",
                        "LatencyUtils-",
                        "opentelemetry-api-",
                        "opentelemetry-context-",
                        "opentelemetry-common-"));
        assertThat(out).contains("runs timed: 1").doesNotContain("Exception");
    }

    private String modular(String name, String main, Stream<String> libraries, Stream<String> others)
            throws IOException, InterruptedException {
        List<Path> jars = new ArrayList<>(libraries.map(Published::jar).toList());
        others.forEach(prefix -> Published.classPath().stream()
                .filter(p -> p.getFileName().toString().startsWith(prefix))
                .forEach(jars::add));
        List<String> compile = new ArrayList<>(List.of(
                "--module-path",
                Published.path(jars),
                "-d",
                folder.resolve("classes").toString()));
        try (Stream<Path> sources = Files.walk(RESOURCES.resolve(name))) {
            sources.map(Path::toString).filter(p -> p.endsWith(".java")).forEach(compile::add);
        }
        Jdk.compile(compile);
        jars.add(folder.resolve("classes"));
        return Jdk.run(folder, List.of("--module-path", Published.path(jars), "--module", main));
    }
}
