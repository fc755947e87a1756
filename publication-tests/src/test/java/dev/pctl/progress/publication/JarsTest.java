package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is in the jars. */
class JarsTest {

    static final List<String> LIBRARIES = Published.LIBRARIES;

    private static final long KILOBYTE = 1000;

    @Test
    void coreWithoutItsOptionalPartsIsLean(@TempDir Path folder) throws IOException {
        Path lean = Published.coreWithoutOptionalParts(folder);
        assertThat(Files.size(lean)).isLessThan(300 * KILOBYTE);
        assertThat(Files.size(Published.jar("core"))).isLessThan(450 * KILOBYTE);
    }

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void aJarHoldsItsLicenceItsModuleAndNothingOfAnybodyElse(String library) throws IOException {
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
