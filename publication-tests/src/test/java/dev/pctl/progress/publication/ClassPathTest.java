package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts on the class path, with what they bring along in the versions in which they bring it. */
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

    /** Without OSHI, without JLine, without a logging backend. */
    @ParameterizedTest
    @MethodSource("jacksons")
    void aHostWithOldOrNewJacksonWorks(Path jackson) throws Exception {
        String out = host(
                "LogHost",
                List.of(
                        Published.jar("core"),
                        Published.jar("spack"),
                        Published.jar("estimator"),
                        jackson.toAbsolutePath(),
                        Published.onClassPath("slf4j-api-"),
                        Published.onClassPath("jspecify-")));
        assertThat(out)
                .contains("zlib@1.3 succeeded", "written and read: equal", "history: 2 records")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @MethodSource("loggers")
    void aHostWithOldOrNewSlf4jWorks(Path slf4j) throws Exception {
        String out = host(
                "LogHost",
                List.of(
                        Published.jar("core"),
                        Published.jar("spack"),
                        Published.jar("estimator"),
                        Published.onClassPath("jackson-core-"),
                        slf4j,
                        Published.onClassPath("jspecify-")));
        assertThat(out).contains("zlib@1.3 succeeded", "history: 2 records").doesNotContain("Exception");
    }

    @Test
    void aHostWithoutALogNeedsCoreAlone() throws Exception {
        String out = host(
                "CoreHost",
                List.of(
                        Published.jar("core"),
                        Published.onClassPath("jackson-core-"),
                        Published.onClassPath("slf4j-api-"),
                        Published.onClassPath("jspecify-")));
        assertThat(out).contains("tests: SUCCEEDED", "disk seen: true").doesNotContain("Exception");
    }

    /** It goes on with the history that it began with all of core. */
    @Test
    void aHostThatOnlyParsesLogsNeedsNeitherSamplersNorWatchdogs() throws Exception {
        List<Path> others = List.of(
                Published.jar("spack"),
                Published.jar("estimator"),
                Published.onClassPath("jackson-core-"),
                Published.onClassPath("slf4j-api-"),
                Published.onClassPath("jspecify-"));
        host("LogHost", with(Published.jar("core"), others));
        String out = run("LogHost", with(Published.coreWithoutOptionalParts(folder), others));
        assertThat(out).contains("zlib@1.3 succeeded", "history: 4 records").doesNotContain("Exception");
    }

    private static List<Path> with(Path jar, List<Path> others) {
        List<Path> all = new ArrayList<>(others);
        all.add(jar);
        return all;
    }

    private String host(String name, List<Path> jars) throws Exception {
        String classPath = Published.path(jars);
        Jdk.compile(List.of(
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                SOURCES.resolve(name + ".java").toString()));
        return run(name, jars);
    }

    private String run(String name, List<Path> jars) throws Exception {
        return Jdk.run(folder, List.of("-cp", Published.path(with(folder, jars)), name));
    }
}
