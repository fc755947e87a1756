package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The contents and sizes of the jars. */
class JarsTest {

    static final List<String> LIBRARIES = Published.LIBRARIES;

    private static final long KILOBYTE = 1000;

    /** In kilobytes, about a tenth above today's sizes: growth is then a decision, not an accident. */
    private static final Map<String, Long> MAX_SIZES = Map.ofEntries(
            Map.entry("core", 410L),
            Map.entry("machine", 190L),
            Map.entry("buildlog", 230L),
            Map.entry("spack", 125L),
            Map.entry("estimator", 390L),
            Map.entry("history-jdbc", 46L),
            Map.entry("remote", 55L),
            Map.entry("nats", 26L),
            Map.entry("ansi", 205L),
            Map.entry("micrometer", 20L),
            Map.entry("opentelemetry", 30L),
            Map.entry("testkit", 34L),
            Map.entry("web", 211L));

    @Test
    void everyLibraryHasASizeLimit() {
        assertThat(MAX_SIZES).containsOnlyKeys(LIBRARIES);
    }

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void jarStaysBelowItsSizeLimit(String library) throws IOException {
        assertThat(Files.size(Published.jar(library))).isLessThan(MAX_SIZES.get(library) * KILOBYTE);
    }

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void jarHoldsLicenseModuleAndOnlyOwnClasses(String library) throws IOException {
        try (JarFile jar = new JarFile(Published.jar(library).toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertThat(names).contains("META-INF/LICENSE", "module-info.class");
            assertThat(names)
                    .filteredOn(n -> !n.endsWith("/"))
                    .allMatch(n -> n.startsWith("dev/pctl/progress/")
                            || n.startsWith("META-INF/")
                            || n.equals("module-info.class"));
            assertThat(names).noneMatch(n -> n.endsWith("Test.class"));
        }
    }
}
