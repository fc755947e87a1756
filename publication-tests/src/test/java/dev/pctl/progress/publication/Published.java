package dev.pctl.progress.publication;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of this build, and the jars that hosts bring. */
final class Published {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final List<String> LIBRARIES = List.of(
            "core",
            "machine",
            "buildlog",
            "spack",
            "estimator",
            "history-jdbc",
            "remote",
            "nats",
            "ansi",
            "web",
            "micrometer",
            "opentelemetry",
            "testkit");

    private static final Path HOSTS = Path.of("target/hosts");

    private Published() {}

    /** Returns the jar of an artifact, such as {@code core}. */
    static Path jar(String artifact) {
        return onClassPath("pctl-progress-" + artifact + "-");
    }

    /** Returns the first jar of the class path whose name starts with the given prefix. */
    static Path onClassPath(String prefix) {
        return classPath().stream()
                .filter(p -> p.getFileName().toString().startsWith(prefix)
                        && p.toString().endsWith(".jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar " + prefix + "* in " + classPath()
                        + "; these tests run in the phase integration-test: ./mvnw verify"));
    }

    static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** Returns a jar that hosts bring, by its file name without the extension. */
    static Path ofHost(String name) {
        Path jar = HOSTS.resolve(name + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("no " + jar);
        }
        return jar;
    }

    /** Returns the versions of a library that hosts bring, such as {@code jackson-core}, oldest first. */
    static List<Path> versionsOfHost(String library) {
        try (Stream<Path> jars = Files.list(HOSTS)) {
            return jars.filter(p -> p.getFileName().toString().startsWith(library + '-'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String path(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
