package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts on the class path, with the oldest and newest supported versions of the libraries that they bring. */
class ClassPathTest {

    private static final Path SOURCES = Path.of("src/test/resources/hosts").toAbsolutePath();

    @TempDir
    private Path folder;

    static List<Path> jacksons() {
        return Published.versionsOfHost("jackson-core");
    }

    static List<Path> loggers() {
        return List.of(
                Published.versionsOfHost("slf4j-api").get(0).toAbsolutePath(), Published.onClassPath("slf4j-api-"));
    }

    /** The class path has no OSHI, no JLine and no logging backend. */
    @ParameterizedTest
    @MethodSource("jacksons")
    void logHostRunsWithOldestAndNewestJackson(Path jackson) throws Exception {
        String out = logHost(jackson.toAbsolutePath(), Published.onClassPath("slf4j-api-"));
        assertThat(out)
                .contains("zlib@1.3 succeeded", "written and read: equal", "history: 2 records")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @MethodSource("loggers")
    void logHostRunsWithOldestAndNewestSlf4j(Path slf4j) throws Exception {
        String out = logHost(Published.onClassPath("jackson-core-"), slf4j);
        assertThat(out).contains("zlib@1.3 succeeded", "history: 2 records").doesNotContain("Exception");
    }

    @Test
    void hostWithoutLogsNeedsOnlyCore() throws Exception {
        String out = host("CoreHost", with(Published.jar("core"), required()));
        assertThat(out).contains("tests: SUCCEEDED").doesNotContain("Exception");
    }

    @Test
    void hostWatchesItsMachineWithoutOshi() throws Exception {
        String out = host("MachineHost", with(Published.jar("core"), with(Published.jar("machine"), required())));
        assertThat(out).contains("disk seen: true").doesNotContain("Exception");
    }

    private static List<Path> required() {
        return List.of(
                Published.onClassPath("jackson-core-"),
                Published.onClassPath("slf4j-api-"),
                Published.onClassPath("jspecify-"));
    }

    private static List<Path> with(Path jar, List<Path> others) {
        List<Path> all = new ArrayList<>(others);
        all.add(jar);
        return all;
    }

    private String logHost(Path jackson, Path slf4j) throws Exception {
        return host(
                "LogHost",
                List.of(
                        Published.jar("core"),
                        Published.jar("buildlog"),
                        Published.jar("spack"),
                        Published.jar("estimator"),
                        Published.onClassPath("re2j-"),
                        jackson,
                        slf4j,
                        Published.onClassPath("jspecify-")));
    }

    private String host(String name, List<Path> jars) throws Exception {
        String classPath = Published.path(jars);
        Jdk.compile(List.of(
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                SOURCES.resolve(name + ".java").toString()));
        return Jdk.run(folder, List.of("-cp", Published.path(with(folder, jars)), name));
    }
}
